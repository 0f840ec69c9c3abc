"""The morning of the on-sale, as the seat map sees it: a dashboard, and when its loop wakes up."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from labs.judges.loops import in_a_loop
from labs.units.s01_4.driver import LATE, Driver, HallDriver

T = TypeVar("T")

Ask = Callable[[Driver, int, float], Awaitable[object]]
"""Asks a hall through the driver, and gives up after so many seconds."""

HALLS = range(1, 241)
SECONDS = 1.0
"""How long the seat map waits for a hall."""

BEAT = 0.2
"""Seconds between two times at which an idle loop has something to do."""


class Answer(NamedTuple):
    """When the driver called back, and when the coroutine went on; in ms."""

    called: float
    went_on: float


@dataclass(frozen=True)
class Morning:
    """What became of 240 halls that were asked at once."""

    answered: int
    """By the seats, or by the driver's error."""
    given_up: int
    """By TimeoutError."""
    waiting: int
    """Still, when all that the driver ever says had been said."""
    threads: int
    """Of the driver, at the end; there were eight."""
    in_threads: Counter[str]
    """What ended threads of the driver, or a late call."""
    in_the_loop: Counter[str]
    """What the loop wrote to its log."""


def morning(ask: Ask) -> Morning:
    """Ask for all halls at once; raises NotImplementedError if `ask` is a stub."""
    return in_a_loop(lambda: _morning(ask))


async def _morning(ask: Ask) -> Morning:
    logged: Counter[str] = Counter()
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: logged.update([type(context.get("exception")).__name__])
    )
    with HallDriver() as driver:
        tasks = [asyncio.ensure_future(ask(driver, hall, SECONDS)) for hall in HALLS]
        done, waiting = await asyncio.wait(tasks, timeout=LATE + 0.4)
        errors = [task.exception() for task in done if not task.cancelled()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        for error in errors:
            if isinstance(error, NotImplementedError):
                raise error
        late = sum(isinstance(error, TimeoutError) for error in errors)
        return Morning(
            answered=len(done) - late,
            given_up=late,
            waiting=len(waiting),
            threads=driver.alive,
            in_threads=Counter(driver.log),
            in_the_loop=logged,
        )


def dashboard(mornings: Mapping[str, Morning]) -> None:
    """Print what became of the halls, one column for each version of the seat map."""
    rows: Mapping[str, Callable[[Morning], object]] = {
        "halls asked": lambda _: len(HALLS),
        "answered": lambda seen: seen.answered,
        "given up after a second": lambda seen: seen.given_up,
        "waiting for ever": lambda seen: seen.waiting,
        "threads of the driver, of 8": lambda seen: seen.threads,
        "errors in its threads": lambda seen: seen.in_threads.total(),
        "errors in the loop's log": lambda seen: seen.in_the_loop.total(),
    }
    print(" " * 28, *(f"{name:>14}" for name in mornings))
    for name, value in rows.items():
        print(f"{name:28}", *(f"{value(seen):>14}" for seen in mornings.values()))
    kinds: set[str] = set()
    for seen in mornings.values():
        kinds |= {*seen.in_threads, *seen.in_the_loop}
    print("kinds of errors:", ", ".join(sorted(kinds)) or "none")


# --- When an idle loop goes on ----------------------------------------------------------------

IDLE_HALLS = (1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14)
"""Halls that answer once; each 40 ms after the one before."""


def waits(ask: Ask) -> list[Answer]:
    """Ask twelve halls of a loop that has nothing else to do but a beat every 200 ms."""
    return in_a_loop(lambda: _waits(ask))


async def _waits(ask: Ask) -> list[Answer]:
    began = time.monotonic()
    went_on: dict[int, float] = {}

    async def one(hall: int) -> None:
        await ask(driver, hall, 5.0)
        went_on[hall] = time.monotonic()

    async def beats() -> None:
        while True:
            await asyncio.sleep(BEAT)

    def pause(hall: int) -> float:
        return 0.04 * (IDLE_HALLS.index(hall) + 1)

    with HallDriver(len(IDLE_HALLS), pause) as driver:
        beating = asyncio.create_task(beats())
        await asyncio.gather(*(one(hall) for hall in IDLE_HALLS))
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    return [
        Answer(1000 * (driver.called[hall] - began), 1000 * (went_on[hall] - began))
        for hall in IDLE_HALLS
    ]


def median_wait(answers: Sequence[Answer]) -> float:
    """How long an answer lay about until the coroutine went on, in ms."""
    waits = sorted(went_on - called for called, went_on in answers)
    return waits[len(waits) // 2]
