"""The budgets of the course beside what this machine measures. Reported, and never a test."""

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from pydantic import BaseModel

from labs.course.kernel import StoppedError, environment, run
from labs.course.units import Unit
from labs.proof.cost import cost
from labs.servers import Valkey
from labs.servers.server import free_ports
from labs.settings import ROOT

UNIT_SECONDS, UNIT_MEAN_SECONDS, UNIT_MEGABYTES = 45.0, 15.0, 1000.0
UNIT_CPU_SECONDS = 40.0
VALKEY_SECONDS = 0.15
LAB_SECONDS = 10.0

_STARTS = 5
_PAUSE = 0.05


class BenchError(RuntimeError):
    """Something cannot be measured; the message says why."""


class Measured(BaseModel, frozen=True):
    """One quantity and its budget."""

    what: str
    value: float
    budget: float
    unit: str
    """`s` or `MB`."""

    @property
    def within(self) -> bool:
        return self.value <= self.budget


class _Peak:
    """The most memory that was resident at once."""

    megabytes = 0.0


def bench_units(units: Sequence[Unit]) -> Iterator[Measured]:
    """Run each unit as the gates do: wall time, and peak memory of the kernel and its servers.

    Memory is the sum of resident sizes, so that pages which processes share count twice. Raises
    BenchError if a unit does not run.
    """
    times = []
    for unit in units:
        notebook = unit.read()
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, _peak_memory() as peak:
            try:
                run(notebook, Path(folder), environment(LABS_TEST="1"))
            except StoppedError as error:
                raise BenchError(f"{unit.name} cannot be measured, as it fails: {error}") from error
        times.append(time.perf_counter() - started)
        yield Measured(what=f"{unit.name}, run", value=times[-1], budget=UNIT_SECONDS, unit="s")
        yield Measured(
            what=f"{unit.name}, peak memory with its servers",
            value=peak.megabytes,
            budget=UNIT_MEGABYTES,
            unit="MB",
        )
    if len(times) > 1:
        mean = statistics.mean(times)
        yield Measured(what="mean of the units", value=mean, budget=UNIT_MEAN_SECONDS, unit="s")


def bench_tests(units: Sequence[Unit]) -> list[Measured]:
    """The CPU that `make test` takes for each unit, dearest first, and for all of them.

    Raises CostError if a unit does not run.
    """
    costs = sorted(((cost(unit), unit.name) for unit in units), key=lambda each: -each[0].seconds)
    measured = [
        Measured(
            what=f"{name}, CPU in `make test` (run {each.run:.0f}, answers {each.answers:.0f})",
            value=each.seconds,
            budget=UNIT_CPU_SECONDS,
            unit="s",
        )
        for each, name in costs
    ]
    if len(costs) > 1:
        whole = sum(each.seconds for each, _ in costs)
        what, budget = f"all {len(costs)} units, CPU in `make test`", UNIT_CPU_SECONDS * len(costs)
        measured.append(Measured(what=what, value=whole, budget=budget, unit="s"))
    return measured


def bench_valkey() -> Measured:
    """The median of five starts until the first answer. Raises ServerError."""
    times = []
    for _ in range(_STARTS):
        started = time.perf_counter()
        with Valkey().launch():
            times.append(time.perf_counter() - started)
    median = statistics.median(times)
    return Measured(
        what=f"Valkey ready, median of {_STARTS}", value=median, budget=VALKEY_SECONDS, unit="s"
    )


def bench_lab() -> Measured:
    """`make lab` where everything is set up already, to a page that answers. Raises BenchError."""
    (port,) = free_ports(1)
    started = time.perf_counter()
    with subprocess.Popen(
        ["make", "lab", "BROWSER=0", f"PORT={port}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as make:
        printed = []
        try:
            for line in make.stdout or ():
                printed.append(line)
                if line.startswith("http"):
                    seconds = time.perf_counter() - started
                    break
            else:
                raise BenchError("`make lab` does not start:\n" + "".join(printed))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(make.pid, signal.SIGINT)
    what = "make lab, second time, to a page that answers"
    return Measured(what=what, value=seconds, budget=LAB_SECONDS, unit="s")


@contextmanager
def _peak_memory() -> Iterator[_Peak]:
    """Of all that this process starts, while the block runs."""
    peak, ended = _Peak(), threading.Event()

    def look() -> None:
        while not ended.wait(_PAUSE):
            peak.megabytes = max(peak.megabytes, _resident())

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield peak
    finally:
        ended.set()
        watch.join()


def _resident() -> float:
    size = 0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            size += process.memory_info().rss
    return size / 1e6
