"""What the pieces of S12.4 hand to each other."""

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple


class News(NamedTuple):
    """What became of seats between two numbers."""

    after: int
    """The number up to which everything must be known already; 0: this is the whole hall."""
    seq: int
    """The number of the last change in it."""
    seats: dict[str, str]
    """Each seat that has changed since, and what it is now."""


@dataclass
class Screen:
    """What a phone shows."""

    seq: int = 0
    seats: dict[str, str] = field(default_factory=dict)
    shown: list[News] = field(default_factory=list)

    def show(self, news: News) -> None:
        """Put it on the screen: the whole hall in place of all, other news on top."""
        if news.after == 0:
            self.seats.clear()
        self.seats.update(news.seats)
        self.seq = news.seq
        self.shown.append(news)


class Bell:
    """Wakes all who wait for it, once."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake them."""
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def wait(self) -> None:
        """Sleep until it rings."""
        await self._next.wait()
