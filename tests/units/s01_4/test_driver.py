"""The halls' driver: what it calls back, from where, and what ends its threads."""

import threading
import time
from collections.abc import Callable

from labs.units.s01_4.driver import HallDriver, free_in


def wait_for(ready: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert ready()


def test_it_calls_back_in_threads_of_its_own_each_hall_as_is_its_kind() -> None:
    calls: list[tuple[int, str, object]] = []
    threads = set()

    def ask(hall: int) -> None:
        def callback(error: Exception | None, seats: object) -> None:
            threads.add(threading.get_ident())
            calls.append((hall, str(error), seats))

        driver(hall, callback)

    with HallDriver(threads=2) as driver:
        for hall in (3, 5, 10, 20):
            ask(hall)
    assert sorted(calls, key=lambda call: call[0]) == [
        (3, "None", free_in(3)),
        (5, "hall 5 is shut", None),
        (20, "None", free_in(20)),
        (20, "None", free_in(20)),
    ]
    assert threading.get_ident() not in threads


def test_what_a_callback_raises_ends_the_thread_and_is_logged() -> None:
    def callback(error: Exception | None, seats: object) -> None:
        raise KeyError(seats)

    with HallDriver(threads=2) as driver:
        driver(1, callback)
        wait_for(lambda: driver.alive == 1)
    assert driver.log == ["KeyError"]
