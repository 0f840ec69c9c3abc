"""What the notebook of S01.1 shows: a rush of customers, and how late the loop of a service is."""

import json
import os
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import psutil

from labs.judges import CheckFailed, Judge
from labs.judges.wire import Contract, keeps
from labs.languages import Node
from labs.languages.served import Served
from labs.measure import median, repetitions
from labs.units.s01_1.load import ask
from labs.units.s01_1.seatmaps import BESIDE, give

RUSH = "/halls/100/best?seats=4"
"""What everybody asks at 09:58: the arena, four together."""

_CUSTOMERS = 6
_BETWEEN = 0.03
"""Seconds between two looks at the service's health."""

_SETTLING = 0.03
"""Seconds in which a loop that was blocked notes how late it was."""

_PATIENCE = 3.0


@dataclass(frozen=True)
class Rush:
    """What came of a rush; times in milliseconds."""

    health: Sequence[tuple[float, float]]
    """When /healthz was asked, and how long its answer took."""
    customers: Sequence[float]
    cores: float
    """Processor cores that worked for the service, on average."""

    @property
    def slowest(self) -> float:
        """The longest that /healthz took."""
        return max(took for _, took in self.health)

    def __str__(self) -> str:
        return (
            f"health: {len(self.health)} answers, median "
            f"{median([took for _, took in self.health]):.0f} ms, slowest {self.slowest:.0f} ms; "
            f"customers: median {median(self.customers):.0f} ms; {self.cores:.1f} cores at work"
        )


def rush(service: Served) -> Rush:
    """Six customers ask about the arena, one question after the other; somebody asks /healthz."""
    questions = repetitions(4)
    over = threading.Event()
    began, worked = time.perf_counter(), _worked(service)

    def customer(_: int) -> list[float]:
        return [_took(service, RUSH) for _ in range(questions)]

    def health() -> list[tuple[float, float]]:
        seen = []
        while not over.wait(_BETWEEN):
            at = 1_000 * (time.perf_counter() - began)
            seen.append((at, _took(service, "/healthz")))
        return seen

    with ThreadPoolExecutor(_CUSTOMERS + 1) as pool:
        looking = pool.submit(health)
        try:
            customers = list(chain(*pool.map(customer, range(_CUSTOMERS))))
        finally:
            over.set()
        cores = (_worked(service) - worked) / (time.perf_counter() - began)
        return Rush(looking.result(), customers, cores)


def _took(service: Served, path: str) -> float:
    began = time.perf_counter()
    ask(service.url, path)
    return 1_000 * (time.perf_counter() - began)


def _worked(service: Served) -> float:
    times = psutil.Process(service.pid).cpu_times()
    return times.user + times.system


def loop_delay(service: Served, path: str) -> tuple[float, float, float]:
    """Median, p99 and longest delay (ms) of the loop of watched.mjs while it answers once.

    It has answered once before, and loaded what it needs.
    """
    ask(service.url, path)
    _reading(service)  # forgets what was before
    time.sleep(_SETTLING)
    ask(service.url, path)
    time.sleep(_SETTLING)
    p50, p99, longest = _reading(service)
    return p50, p99, longest


def _reading(service: Served) -> list[float]:
    printed = len(service.stdout.splitlines())
    os.kill(service.pid, signal.SIGUSR2)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        lines = service.stdout.splitlines()
        if len(lines) > printed and service.stdout.endswith("\n"):
            return [float(value) for value in json.loads(lines[-1])]
        time.sleep(0.01)
    raise RuntimeError(
        "watched.mjs has not printed its delays: is it the program of the cell above?"
    )


def told(service: Served, contract: Contract) -> None:
    """Ask each step of the contract, and print those that are not kept."""
    kept = 0
    for number, step in enumerate(contract.steps, 1):
        try:
            keeps(Judge(step.about), service, Contract(contract.name, [step]))
            kept += 1
        except CheckFailed as failed:
            why = failed.parts.get("likely") or failed.parts["got"]
            print(f"{number:2}  {step.about}: {why}")
    print(f"{kept} of {len(contract.steps)} steps are kept.")


def repaired(partner: str) -> Served:
    """The learner's repaired.mjs, with what it needs."""
    for name in BESIDE:
        give(name)
    return Node.serve("repaired.mjs", env={"PARTNER": partner})
