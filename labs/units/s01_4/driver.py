"""The halls' driver: it asks each hall from a thread of its own, and calls back in that thread."""

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Self

Callback = Callable[[Exception | None, object], object]
"""Gets an error, or None and the seats that are left."""

Driver = Callable[[int, Callback], object]
"""Takes a hall and a callback, and returns at once."""

LATE = 1.3
"""Seconds after which a late hall answers."""

_EVERY = 20
_TWICE, _FAILS, _NEVER, _LATE = 0, 5, 10, 15
"""Which of twenty halls calls back twice, with an error, never, or late."""


def free_in(hall: int) -> int:
    """The seats that are left in a hall."""
    return hall * 37 % 200


class HallDriver:
    """The driver of the halls 1 to 240, for a `with` block.

    `pause` gives the seconds that a hall takes. What a callback raises ends the driver's thread,
    and stands in `log`.
    """

    def __init__(self, threads: int = 8, pause: Callable[[int], float] = lambda _: 0.002) -> None:
        self.log: list[str] = []
        self.called: dict[int, float] = {}
        """When each hall first called back, on the monotonic clock."""
        self._pause = pause
        self._waiting: SimpleQueue[tuple[int, Callback] | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        self._timers: list[threading.Timer] = []

    def __call__(self, hall: int, callback: Callback) -> None:
        self._waiting.put((hall, callback))

    @property
    def alive(self) -> int:
        """How many of its threads still work."""
        return sum(thread.is_alive() for thread in self._threads)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in [*self._threads, *self._timers]:
            thread.join()

    def _work(self) -> None:
        while request := self._waiting.get():
            time.sleep(self._pause(request[0]))
            try:
                self._ask(*request)
            except Exception as error:
                self.log.append(type(error).__name__)
                return

    def _ask(self, hall: int, callback: Callback) -> None:
        kind = hall % _EVERY
        if kind == _NEVER:
            return
        if kind == _LATE:
            timer = threading.Timer(LATE, self._late, (hall, callback))
            self._timers.append(timer)
            timer.start()
            return
        self.called.setdefault(hall, time.monotonic())
        if kind == _FAILS:
            callback(RuntimeError(f"hall {hall} is shut"), None)
        else:
            callback(None, free_in(hall))
        if kind == _TWICE:
            callback(None, free_in(hall))

    def _late(self, hall: int, callback: Callback) -> None:
        try:
            callback(None, free_in(hall))
        except Exception as error:
            self.log.append(type(error).__name__)
