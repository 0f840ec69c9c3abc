"""A coroutine that beats as long as its event loop lets it."""

import asyncio
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

EVERY_MS = 5
_AROUND = 0.05
"""Seconds that it beats before the block, and after it."""


class Heart:
    """`async with Heart() as heart:` beats every 5 ms beside the block, if the loop is free."""

    took_ms = 0.0
    """How long the block took."""
    beats_ms: list[float]
    """When it beat, since the block began: some came before, some after the block."""

    def __init__(self) -> None:
        self._times: list[float] = []

    @property
    def during(self) -> int:
        """Beats while the block ran."""
        return sum(0 < beat < self.took_ms for beat in self.beats_ms)

    async def __aenter__(self) -> Self:
        self._beating = asyncio.create_task(self._beat())
        await asyncio.sleep(_AROUND)
        self._began = time.perf_counter()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.took_ms = 1_000 * (time.perf_counter() - self._began)
        await asyncio.sleep(_AROUND)
        self._beating.cancel()
        with suppress(asyncio.CancelledError):
            await self._beating
        self.beats_ms = [1_000 * (beat - self._began) for beat in self._times]

    async def _beat(self) -> None:
        while True:
            self._times.append(time.perf_counter())
            await asyncio.sleep(EVERY_MS / 1_000)
