"""Tables in which each foreseen mistake shows."""

import pytest

from labs.units.s01_1 import tables
from labs.units.s01_1.load import Budget, Range, Row

USUAL = Range(5, 10, 20)


def row(runtime: str, **values: object) -> Row:
    fixed: dict[str, object] = {"workload": "waiting", "failed": 0}
    fixed |= dict.fromkeys(("p50", "p99", "memory", "cold"), USUAL)
    return Row(runtime, **{**fixed, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "known", "placed"),
    [
        ([row("Go"), row("PHP")], ["PHP", "Go"], "PHP"),
        ([row("Go"), row("PHP", p99=Range(5, 10, 21))], ["PHP", "Go"], "Go"),
        ([row("Go"), row("PHP", memory=Range(5, 10, 21))], ["PHP", "Go"], "Go"),
        ([row("Go"), row("PHP", cold=Range(5, 10, 21))], ["PHP", "Go"], "Go"),
        ([row("Go"), row("PHP", failed=1)], ["PHP", "Go"], "Go"),
        ([row("Go"), row("PHP", workload="computing")], ["PHP", "Go"], "Go"),
        ([row("Go"), row("PHP", failed=1), row("PHP"), row("PHP", failed=1)], ["PHP"], "PHP"),
        ([row("Go")], ["PHP"], None),
        ([], ["PHP"], None),
    ],
)
def test_the_best_known_that_keeps_all_limits(
    rows: list[Row], known: list[str], placed: str | None
) -> None:
    budget = Budget("till", "waiting", p99=20, memory=20, cold=20)
    assert tables.place(tables.Case(rows, [budget], known)) == {"till": placed}


@pytest.mark.parametrize(("seed", "others"), [(1, False), (2, True), (3, True)])
def test_each_mistake_shows(seed: int, *, others: bool) -> None:
    case = tables.trapped(seed, others=others)
    right = tables.place(case)
    assert None in right.values()
    for rules in [*tables.MISTAKES, *(tables.TWICE if others else [])]:
        assert tables.place(case, rules) != right
