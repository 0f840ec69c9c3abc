"""Tables of measurements for E1, in which each foreseen mistake shows, and right placements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

from labs.units.s01_1.load import Budget, Range, Row

Placement = Mapping[str, str | None]
Choose = Callable[[Sequence[Row], Sequence[str]], str | None]
_LOADS = ("waiting", "computing", "both")
_SERVICES = ("seat map", "till", "importer", "door", "mailer", "search")
_RUNTIMES = ("Node", "Go", "Java", "Ruby", "PHP", "Python", "TypeScript")
_OTHERS = ("Rust", "Elixir", "Kotlin", "C", "Perl")


def _first(rows: Sequence[Row], known: Sequence[str]) -> str | None:
    """The first of the known that is among the rows."""
    return next((name for name in known if any(row.runtime == name for row in rows)), None)


@dataclass(frozen=True)
class Rules:
    """How services are placed; each switch that is off is a mistake."""

    end: str = "high"
    """Which value of a range counts."""
    tail: str = "p99"
    failures: bool = True
    """Whether failed requests count."""
    workload: bool = True
    equal: bool = True
    """Whether a limit may be reached."""
    memory: bool = True
    cold: bool = True
    choose: Choose = _first
    counted: Callable[[Sequence[Row]], Sequence[Row]] = list
    """Which rows count: all."""


def _of_the_known(key: Callable[[Row], float]) -> Choose:
    """The known runtime that has least of something; of two alike, the first in the table."""

    def choose(rows: Sequence[Row], known: Sequence[str]) -> str | None:
        chosen = min((row for row in rows if row.runtime in known), key=key, default=None)
        return chosen.runtime if chosen else None

    return choose


def _of_all(rows: Sequence[Row], known: Sequence[str]) -> str | None:
    """A known one if there is one, or else any."""
    return _first(rows, [*known, *(row.runtime for row in rows)])


MISTAKES: Sequence[Rules] = (
    Rules(end="middle"),
    Rules(end="low"),
    Rules(tail="p50"),
    Rules(failures=False),
    Rules(workload=False),
    Rules(equal=False),
    Rules(memory=False),
    Rules(cold=False),
    Rules(choose=_of_all),
    Rules(choose=_of_the_known(lambda _: 0)),
    Rules(choose=_of_the_known(lambda row: row.p99.high)),
    Rules(choose=_of_the_known(lambda row: row.memory.high)),
    Rules(choose=lambda rows, known: _first(rows, known[:1])),
)
"""Of which each table puts some service elsewhere."""


def _last_of_each(rows: Sequence[Row]) -> Sequence[Row]:
    """One row for each runtime and workload, as in a dict by these two."""
    return list({(row.runtime, row.workload): row for row in rows}.values())


TWICE: Sequence[Rules] = (
    Rules(counted=_last_of_each),
    Rules(counted=lambda rows: _last_of_each(rows[::-1])),
)
"""Which put some service elsewhere where a table holds several rows of a pair."""


class Case(NamedTuple):
    """What `place` is called with."""

    table: list[Row]
    budgets: list[Budget]
    known: list[str]


def place(case: Case, rules: Rules = Rules()) -> Placement:
    """Where these rules put each service."""
    return {
        budget.service: rules.choose(
            [row for row in rules.counted(case.table) if keeps(row, budget, rules)], case.known
        )
        for budget in case.budgets
    }


def keeps(row: Row, budget: Budget, rules: Rules = Rules()) -> bool:
    """Whether the row keeps the budget by these rules."""
    limits = [(getattr(row, rules.tail), budget.p99)]
    limits += [(row.memory, budget.memory)] * rules.memory + [(row.cold, budget.cold)] * rules.cold
    least = 0 if rules.equal else 1e-9
    return (
        (row.workload == budget.workload or not rules.workload)
        and not (row.failed and rules.failures)
        and all(getattr(value, rules.end) <= limit - least for value, limit in limits)
    )


@cache
def trapped(seed: int, *, others: bool = False) -> Case:
    """A table, budgets and runtimes for which each mistake puts some service elsewhere.

    Of thousands that are drawn: it is one and the same for all who ask, so copy what may change.
    """
    random = Random(seed)  # noqa: S311
    mistakes = [*MISTAKES, *TWICE] if others else MISTAKES
    while True:
        case = _drawn(random, others=others)
        right = place(case)
        if None in right.values() and all(place(case, rules) != right for rules in mistakes):
            return case


def _drawn(random: Random, *, others: bool) -> Case:
    names = _OTHERS if others else _RUNTIMES
    rows = [_row(random, name, load) for name in names for load in _LOADS]
    if others:
        rows += [_row(random, name, load) for name in names for load in _LOADS]
        random.shuffle(rows)
    budgets = [
        Budget(service, random.choice(_LOADS), *(random.randrange(20, 70, 10) for _ in range(3)))
        for service in _SERVICES[: 6 if others else 5]
    ]
    return Case(rows, budgets, random.sample(names, len(names) - 2))


def _row(random: Random, name: str, load: str) -> Row:
    p50 = _range(random, 0)
    p99, memory, cold = (_range(random, random.randrange(0, 30, 10)) for _ in range(3))
    failed = random.choice([0, 0, 0, 1])
    return Row(name, load, p50, p99, memory, cold, failed)


def _range(random: Random, more: int) -> Range:
    low = 10 + more
    return Range(low, low + random.randrange(0, 20, 5), low + random.randrange(20, 40, 10))
