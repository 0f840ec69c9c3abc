"""Where a coroutine waits for nothing but time."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def pauses_kept() -> Iterator[list[str]]:
    """Keep what pauses in the running loop; `time.sleep` in its thread is kept and not slept.

    A time-out that never ends is no pause: only what the loop does later counts.
    """
    kept: list[str] = []
    here, asleep = threading.get_ident(), time.sleep
    loop = asyncio.get_running_loop()
    call_at = loop.call_at

    def sleep(seconds: float) -> None:
        if threading.get_ident() != here:
            asleep(seconds)
        else:
            kept.append("time.sleep, for which every other request waits, too")

    def later(
        when: float, callback: Callable[..., object], *args: object, **rest: object
    ) -> object:
        def fired() -> None:
            kept.append("a sleep before the next try")
            callback(*args)

        return call_at(when, fired, **rest)  # type: ignore[arg-type]

    with patch.object(time, "sleep", sleep), patch.object(loop, "call_at", later):
        yield kept
