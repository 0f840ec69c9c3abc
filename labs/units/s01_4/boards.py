"""What a Board of S01.4 does: whom it waits for, what it keeps, in which thread it draws."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from labs.units.s01_4 import stage
from labs.units.s01_4.crowds import BusyPool, Crowd


class Board(Protocol):
    """The seats of some halls, as last heard."""

    seats: dict[int, int]
    failed: int

    async def refresh(self, hall: int) -> object:
        """Ask, keep, note, draw."""


AskHall = Callable[[int], Awaitable[int]]
Note = Callable[[int], Awaitable[None]]
Draw = Callable[[Mapping[int, int]], object]
Boards = Callable[[AskHall, Note, Draw], Board]


@dataclass
class Seen:
    """What came of some refreshes."""

    ends: list[str] = field(default_factory=list)
    seats: dict[int, int] = field(default_factory=dict)
    notes: list[int] = field(default_factory=list)
    """The halls whose notes began."""
    failed: int | None = None
    """As the board has counted; None if it has not."""
    noted: list[int] = field(default_factory=list)
    """Those whose notes came to their end."""
    held: int = 0
    """Notes that are still held after their end."""
    drawn: int = 0
    in_the_loop: int = 0
    """Drawings in the loop's own thread."""
    originals: int = 0
    """Drawings of the board's own dict, not of a copy."""
    one_by_one: bool = False
    """Whether a drawing began only when another had ended."""
    log: list[str] = field(default_factory=list)

    def own(self, says: Mapping[int, object]) -> bool:
        """Whether all the seats that the board holds are those of halls that it has asked."""
        return set(self.seats) <= set(says)


_BETWEEN = 4
"""Turns of the loop from one hall's answer to the next."""


class ShutError(Exception):
    """What a hall says that does not answer."""


def told_anew(
    board: Boards,
    halls: Sequence[int],
    says: Mapping[int, int | None],
    seconds: float | None = None,
) -> Seen:
    """Refresh these halls together, until all have ended; then let the notes come to their end.

    `says` gives the seats of a hall; None for one that fails; a hall that it lacks is silent, and
    its refresh is cancelled: by its caller, or after `seconds`. The halls answer one after
    another, before the loop's own pool has a thread; draw ends when all have begun to draw.
    """
    return stage.in_a_loop(lambda: _refreshed(board, halls, says, seconds))


async def _refreshed(
    boards: Boards,
    halls: Sequence[int],
    says: Mapping[int, int | None],
    seconds: float | None,
) -> Seen:
    seen, loop, thread = Seen(log=stage.logged()), asyncio.get_running_loop(), threading.get_ident()
    replies: weakref.WeakValueDictionary[int, asyncio.Future[None]] = weakref.WeakValueDictionary()
    notes: list[weakref.ref[asyncio.Task[Any]]] = []

    asked: list[int] = []
    crowd = Crowd(sum(hall in says for hall in halls))

    async def ask(hall: int) -> int:
        asked.append(hall)
        await stage.turns(_BETWEEN * len(asked))
        if hall not in says:
            await loop.create_future()
        left = says[hall]
        if left is None:
            raise ShutError(f"hall {hall} is shut")
        return left

    async def note(hall: int) -> None:
        seen.notes.append(hall)
        reply = loop.create_future()
        replies[len(notes)] = reply  # the other side holds it weakly
        if task := asyncio.current_task():
            notes.append(weakref.ref(task))
        await reply
        seen.noted.append(hall)

    def draw(seats: Mapping[int, int]) -> str:
        in_the_loop = threading.get_ident() == thread
        with crowd.lock:
            seen.drawn += 1
            seen.in_the_loop += in_the_loop
            seen.originals += seats is board.seats
        if not in_the_loop:
            crowd.come()  # so that all draw together
        return f"{len(seats)} halls"

    board = boards(ask, note, draw)

    async def refresh(hall: int) -> object:
        async with asyncio.timeout(seconds if hall not in says else None):
            return await board.refresh(hall)

    with BusyPool(len(halls)) as pool:
        loop.set_default_executor(pool.threads)
        tasks = [asyncio.create_task(refresh(hall)) for hall in halls]
        await stage.turns(_BETWEEN * (len(halls) + 1))
    for hall, task in zip(halls, tasks, strict=True):
        if hall not in says and seconds is None:
            task.cancel()
    seen.ends = [await stage.ended(task) for task in tasks]
    seen.one_by_one = crowd.waited_in_vain
    tasks.clear()
    await _answer(replies)
    seen.held = sum(task() is not None for task in notes)
    seen.seats = dict(board.seats)
    seen.failed = getattr(board, "failed", None)
    return seen


async def _answer(replies: Mapping[int, asyncio.Future[None]]) -> None:
    """Let each note that is still there come to its end."""
    await stage.turns()
    gc.collect()
    for reply in list(replies.values()):
        if not reply.done():
            reply.set_result(None)
        del reply
    await stage.turns()
    gc.collect()
