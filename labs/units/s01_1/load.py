"""X-S01: seven runtimes under three kinds of load, and what each needs to be there at all."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import psutil

from labs.languages.served import Served
from labs.measure import interval, median, percentile, progress, repetitions, replay
from labs.units.s01_1.seatmaps import RUNTIMES, make_ready, serve

_SECONDS = 20
_WARM_UP = 8
_CLIENTS = 8
_HALLS = [hall for hall in range(1, 100) if hall % 7]
"""In these the partner has seats left."""

WORKLOADS: Mapping[str, tuple[Callable[[int], str], int]] = {
    "waiting": (lambda hall: f"/halls/{hall}", 32),
    "computing": (lambda hall: f"/halls/{hall}/best?seats=2", 24),
    "both": (lambda hall: f"/halls/{hall}/tonight?seats=2", 24),
}
"""What is asked of a hall, and of how many halls."""


@dataclass(frozen=True)
class Range:
    """The median of the repetitions, and between which two values it lies (95 %)."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.0f} ({self.low:.0f}-{self.high:.0f})"


@dataclass(frozen=True)
class Row:
    """A runtime under one kind of load."""

    runtime: str
    workload: str
    p50: Range
    """ms"""
    p99: Range
    """ms"""
    memory: Range
    """MB, after the load"""
    cold: Range
    """ms, from its start to the first answer"""
    failed: int
    """Requests that were not answered by 200."""


@dataclass(frozen=True)
class Budget:
    """What a service of Flytower's may take at most."""

    service: str
    workload: str
    p99: float
    memory: float
    cold: float


@dataclass(frozen=True)
class _Once:
    """One repetition."""

    p50: float
    p99: float
    memory: float
    cold: float
    failed: int


def measure(partner: str, times: int = 5) -> list[Row]:
    """Each runtime under each load, so many times: a Row for each pair.

    Raises LanguageError if one of them is not on this machine.
    """
    for runtime in RUNTIMES:
        make_ready(runtime)
    rounds = [each for _ in range(repetitions(times)) for each in RUNTIMES]
    seen: dict[tuple[str, str], list[_Once]] = {}
    for runtime in progress(rounds, "seven runtimes"):
        for workload, once in _measure(runtime, partner).items():
            seen.setdefault((runtime, workload), []).append(once)
    return [_row(runtime, workload, of) for (runtime, workload), of in seen.items()]


def slowest(rows: Sequence[Row]) -> dict[str, str]:
    """For each load, the runtime of the largest p50."""
    return {
        workload: max(of, key=lambda row: row.p50.middle).runtime
        for workload in WORKLOADS
        for of in [[row for row in rows if row.workload == workload]]
    }


def _measure(runtime: str, partner: str) -> dict[str, _Once]:
    began = time.perf_counter()
    with serve(runtime, partner) as service:
        ask(service.url, "/healthz")
        cold = 1_000 * (time.perf_counter() - began)
        return {workload: _load(service, workload, cold) for workload in WORKLOADS}


def _load(service: Served, workload: str, cold: float) -> _Once:
    path, count = WORKLOADS[workload]
    count = count * repetitions(2) // 2  # half is enough for a test
    paths = [path(hall) for hall in _HALLS[: count + _WARM_UP]]
    for warming in paths[:_WARM_UP]:
        ask(service.url, warming)
    done = replay(lambda path: ask(service.url, path), paths[_WARM_UP:], _CLIENTS, outcome=str)
    times, failed = done.run.milliseconds, count - done.outcomes["200"]
    return _Once(median(times), percentile(times, 99), memory(service), cold, failed)


def ask(url: str, path: str) -> int:
    """The status of the answer, by a connection of its own."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        return reply.status
    finally:
        connection.close()


def memory(service: Served) -> float:
    """MB that it holds, and what it has started."""
    process = psutil.Process(service.pid)
    family = [process, *process.children(recursive=True)]
    return sum(each.memory_info().rss for each in family) / 1e6


def _row(runtime: str, workload: str, of: Sequence[_Once]) -> Row:
    failed = sum(once.failed for once in of)
    p50, p99, held, cold = (
        _range([getattr(once, name) for once in of]) for name in ("p50", "p99", "memory", "cold")
    )
    return Row(runtime, workload, p50, p99, held, cold, failed)


def _range(values: Sequence[float]) -> Range:
    low, high = interval(values)
    return Range(low, median(values), high)
