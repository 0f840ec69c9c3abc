"""An event loop of a check's own: the notebook has one already, which is left alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_a_loop(begin: Callable[[], Awaitable[T]]) -> T:
    """What `begin`, called and awaited in a loop of its own, gives; raises what that raises."""

    async def run() -> T:
        return await begin()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(run())).result()


def soon(happens: Callable[[], bool], seconds: float) -> bool:
    """Whether it happens within so many seconds; for threads beside a loop."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True
