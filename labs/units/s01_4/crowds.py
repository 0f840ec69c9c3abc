"""Threads that wait for one another, and a pool that has none to give."""

import threading
from concurrent.futures import ThreadPoolExecutor

from labs.units.s01_4 import stage


class Crowd:
    """So many threads, each of which waits until all have come."""

    def __init__(self, size: int) -> None:
        self.lock = threading.Lock()
        self.waited_in_vain = False
        self._size, self._come, self._all_here = size, 0, threading.Event()

    def come(self) -> None:
        with self.lock:
            self._come += 1
            if self._come >= self._size:
                self._all_here.set()
        if not self._all_here.wait(stage.PATIENCE):
            self.waited_in_vain = True
            self._all_here.set()  # those behind need not wait as long again


class BusyPool:
    """A pool whose threads are all busy until the `with` block ends."""

    def __init__(self, size: int) -> None:
        self.threads = ThreadPoolExecutor(size)
        self._free = threading.Event()
        for _ in range(size):
            self.threads.submit(self._free.wait, 2 * stage.PATIENCE)

    def __enter__(self) -> "BusyPool":
        return self

    def __exit__(self, *_: object) -> None:
        self._free.set()
