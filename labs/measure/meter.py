"""Times of calls, and what to say about them: percentiles and intervals.

All times are in milliseconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter_ns
from typing import TypeVar, overload

import numpy as np

from labs.measure.progress import progress

T = TypeVar("T")


def percentile(values: Sequence[float], p: float) -> float:
    """The smallest of the values that at least `p` per cent of them do not exceed.

    It is one of the values, never a mean of two: a p99 that nobody waited for would be a
    time between a hit and a miss. Raises ValueError if there is no value, or p is not 0 to 100.
    """
    _refuse_empty(values)
    return float(np.percentile(np.asarray(values, dtype=float), p, method="inverted_cdf"))


def median(values: Sequence[float]) -> float:
    """The time that half of the calls beat: `percentile(values, 50)`."""
    return percentile(values, 50)


def interval(
    values: Sequence[float],
    statistic: Callable[[Sequence[float]], float] = median,
    confidence: float = 0.95,
    seed: int = 0,
    resamples: int = 1_000,
) -> tuple[float, float]:
    """Between which two values the statistic lies, with that confidence, by the bootstrap.

    The values are drawn anew from themselves, with replacement, `resamples` times; the
    interval holds the middle of the statistics. It assumes values that do not depend on
    each other. Raises ValueError if there is no value.
    """
    _refuse_empty(values)
    measured = np.asarray(values, dtype=float)
    draw = np.random.default_rng(seed)
    found = [
        statistic(draw.choice(measured, size=len(measured)).tolist()) for _ in range(resamples)
    ]
    outside = (1 - confidence) / 2
    low, high = np.quantile(found, [outside, 1 - outside])
    return float(low), float(high)


@dataclass(frozen=True, repr=False)
class Run(Sequence[float]):
    """The milliseconds of each call, in the order of the calls: a sequence with a name."""

    name: str
    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.milliseconds)

    @property
    def p99(self) -> float:
        return self.percentile(99)

    def percentile(self, p: float) -> float:
        return percentile(self.milliseconds, p)

    @overload
    def __getitem__(self, index: int) -> float: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[float, ...]: ...
    def __getitem__(self, index: int | slice) -> float | tuple[float, ...]:
        return self.milliseconds[index]

    def __len__(self) -> int:
        return len(self.milliseconds)

    def __repr__(self) -> str:
        if not self.milliseconds:
            return f"{self.name}: no calls"
        return (
            f"{self.name}: {len(self):,} calls, median {self.median:.3f} ms, p99 {self.p99:.3f} ms"
        )


class Runs(dict[str, Run]):
    """Runs by their names."""

    def __missing__(self, name: str) -> Run:
        known = ", ".join(self) or "none yet"
        raise LookupError(
            f"No run is called {name!r}: run the cell that measures it. Known: {known}."
        )


runs = Runs()
"""Every run with a label, kept in the kernel, to be laid beside a later one."""


def timed(
    call: Callable[[T], object], items: Iterable[T], label: str = "", warm_up: int = 0
) -> Run:
    """Call with each item in turn and time each call.

    The first `warm_up` items are called and left out of the run. A run with a label is
    kept in `runs`. An error of the call is raised, and nothing is kept.
    """
    source = iter(items)
    for item in islice(source, warm_up):
        call(item)
    rest = list(source)
    nanoseconds = []
    for item in progress(rest, label):
        start = perf_counter_ns()
        call(item)
        nanoseconds.append(perf_counter_ns() - start)
    run = Run(label, tuple(ns / 1e6 for ns in nanoseconds))
    if label:
        runs[label] = run
    return run


def side_by_side(
    calls: Mapping[str, Callable[[T], object]], items: Iterable[T], label: str = "side by side"
) -> dict[str, Run]:
    """Make all calls with each item before the next one, and time each: a run for each name.

    Whatever else the machine does meets all of them alike, so that their runs can be compared.
    They take turns at going first: the second finds what the first has warmed up.
    """
    order = list(calls)
    times: dict[str, list[int]] = {name: [] for name in calls}
    for item in progress(list(items), label):
        for name in order:
            start = perf_counter_ns()
            calls[name](item)
            times[name].append(perf_counter_ns() - start)
        order.append(order.pop(0))
    found = {name: Run(name, tuple(ns / 1e6 for ns in times[name])) for name in calls}
    runs.update(found)
    return found


def _refuse_empty(values: Sequence[float]) -> None:
    if len(values) == 0:
        raise ValueError("There is no value to take this of: the list is empty.")
