"""Tables of measurements for E1, right placements, and what foreseen mistakes make of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from labs.units.s01_1.load import Budget, Range, Row

Placement = Mapping[str, str | None]
_LOADS = ("waiting", "computing", "both")
_SERVICES = ("seat map", "till", "importer", "door", "mailer", "search")
_RUNTIMES = ("Node", "Go", "Java", "Ruby", "PHP", "Python", "TypeScript")
_OTHERS = ("Rust", "Elixir", "Kotlin", "C", "Perl")


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
    choice: Callable[[Row], float] = lambda row: row.memory.high
    """What the best has least of."""
    last: bool = False


MISTAKES: Sequence[tuple[Rules, str]] = (
    (Rules(end="middle"), "the upper ends count: `.high`, or one start in two breaks its budget."),
    (Rules(end="low"), "the upper ends count, not the lower ones."),
    (Rules(tail="p50"), "a budget limits p99, what the slowest wait for; p50 is the usual."),
    (Rules(failures=False), "a runtime that failed is out, however fast its errors were."),
    (Rules(workload=False), "each budget is for one workload: look at the rows of that one alone."),
    (Rules(equal=False), "a limit may be reached: at most, `<=`."),
    (Rules(memory=False), "memory has a limit, too."),
    (Rules(cold=False), "the cold start has a limit, too."),
    (Rules(choice=lambda row: row.p99.high), "of several, the least memory counts, not p99."),
    (Rules(choice=lambda row: row.memory.middle), "of several, compare the upper ends of memory."),
    (Rules(choice=lambda _: 0), "the first that keeps its budget is not yet the one of least memory."),
    (Rules(last=True), "of two with the same memory, the earlier in the table counts."),
)


def place(table: Sequence[Row], budgets: Sequence[Budget], rules: Rules = Rules()) -> Placement:  # noqa: B008
    """Where these rules put each service."""
    placed: dict[str, str | None] = {}
    for budget in budgets:
        fit = [row for row in table if _keeps(row, budget, rules)]
        order = fit[::-1] if rules.last else fit
        chosen = min(order, key=rules.choice, default=None)
        placed[budget.service] = chosen.runtime if chosen else None
    return placed


def _keeps(row: Row, budget: Budget, rules: Rules) -> bool:
    limits = [(getattr(row, rules.tail), budget.p99)]
    limits += [(row.memory, budget.memory)] * rules.memory + [(row.cold, budget.cold)] * rules.cold
    least = 0 if rules.equal else 1e-9
    return (
        (row.workload == budget.workload or not rules.workload)
        and not (row.failed and rules.failures)
        and all(getattr(value, rules.end) <= limit - least for value, limit in limits)
    )


def trapped(seed: int, *, others: bool = False) -> tuple[list[Row], list[Budget]]:
    """A table and budgets for which each mistake puts some service elsewhere."""
    random = Random(seed)
    while True:
        table, budgets = _drawn(random, others=others)
        right = place(table, budgets)
        if None in right.values() and all(place(table, budgets, r) != right for r, _ in MISTAKES):
            return table, budgets


def _drawn(random: Random, *, others: bool) -> tuple[list[Row], list[Budget]]:
    names = _OTHERS if others else _RUNTIMES
    rows = [_row(random, name, load) for name in names for load in _LOADS]
    if others:
        random.shuffle(rows)
    budgets = [
        Budget(service, random.choice(_LOADS), *(random.randrange(20, 70, 10) for _ in range(3)))
        for service in _SERVICES[: 6 if others else 5]
    ]
    return rows, budgets


def _row(random: Random, name: str, load: str) -> Row:
    p50 = _range(random, 0)
    p99, memory, cold = (_range(random, random.randrange(0, 30, 10)) for _ in range(3))
    failed = random.choice([0, 0, 0, 1])
    return Row(name, load, p50, p99, memory, cold, failed)


def _range(random: Random, more: int) -> Range:
    low = 10 + more
    return Range(low, low + random.randrange(0, 20, 5), low + random.randrange(20, 40, 10))
