"""What the checks of S01.4 see: ends, errors in foreign threads, a loop that stands."""

import asyncio
import threading

import pytest

from labs.units.s01_4 import stage
from labs.units.s01_4.driver import Driver
from labs.units.s01_4.stage import Case, LoopStandsError, settled

TWICE = Case("calls back twice", [("in turn", None, 31), ("in turn", None, 99)], ["31"])
LATER = Case("calls back from a thread", [("later", None, 31)], ["31"])


async def from_the_thread(driver: Driver, hall: int, seconds: float) -> object:
    """Settles the future where the driver calls."""
    future = asyncio.get_running_loop().create_future()
    driver(hall, lambda _, seats: future.set_result(seats))
    async with asyncio.timeout(seconds):
        return await future


async def handed_over(driver: Driver, hall: int, seconds: float) -> object:
    """Hands it to the loop, and asks nothing."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    driver(hall, lambda _, seats: loop.call_soon_threadsafe(future.set_result, seats))
    async with asyncio.timeout(seconds):
        return await future


def test_a_future_that_is_touched_from_outside_is_seen_without_a_clock() -> None:
    assert settled(from_the_thread, LATER) == stage.Seen("31", [12], touched=1)
    assert "InvalidStateError" in settled(from_the_thread, TWICE).in_threads[0]


def test_what_is_handed_over_fails_in_the_loop() -> None:
    seen = settled(handed_over, TWICE)
    assert (seen.ended, seen.in_threads, len(seen.in_the_loop)) == ("31", [], 1)
    assert settled(handed_over, LATER) == stage.Seen("31", [12])


def test_who_blocks_the_loop_is_told_from_who_waits() -> None:
    async def blocks(driver: Driver, hall: int, seconds: float) -> object:
        called = threading.Event()
        driver(hall, lambda *_: called.set())
        return called.wait(0.1)

    seen = settled(blocks, LATER)
    assert (seen.ended, seen.stood) == ("False", True)


def test_a_loop_that_stands_for_good_is_left() -> None:
    gate = threading.Event()

    async def stands() -> None:
        gate.wait()

    with pytest.raises(LoopStandsError):
        stage.in_a_loop(stands, seconds=0.1)
    gate.set()
