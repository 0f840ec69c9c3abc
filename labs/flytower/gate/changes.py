"""What has changed, in order, and those who wait for the next."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["free", "held", "sold"]


class Change(BaseModel):
    """What a seat has become."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seat: str = Field(pattern=r"^[A-Z][1-9][0-9]?$")
    state: State


class Numbered(Change):
    """A change with its number, which counts from 1."""

    seq: int


class Changes:
    """All of an evening, in memory; used from one event loop."""

    def __init__(self) -> None:
        self._all: list[Numbered] = []
        self._one_more = asyncio.Event()

    def add(self, change: Change) -> Numbered:
        """Keep it, and wake who waits."""
        numbered = Numbered(seq=len(self._all) + 1, **change.model_dump())
        self._all.append(numbered)
        woken, self._one_more = self._one_more, asyncio.Event()
        woken.set()
        return numbered

    def since(self, after: int) -> list[Numbered]:
        """Those with a higher number."""
        return self._all[max(after, 0) :]

    async def wait(self, after: int, seconds: float) -> list[Numbered]:
        """The same, as soon as there is one; empty after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not self.since(after):
                    await self._one_more.wait()
        except TimeoutError:
            return []
        return self.since(after)

    async def follow(self, after: int) -> AsyncIterator[Numbered]:
        """Each with a higher number, for ever."""
        while True:
            while not (new := self.since(after)):
                await self._one_more.wait()
            for change in new:
                yield change
            after = new[-1].seq
