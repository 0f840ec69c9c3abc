"""A partner inside of this program, and what an importer in Python does with it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

Ask = Callable[[int], Awaitable[int]]
Found = dict[int, int | None]
Import = Callable[[Ask, Sequence[int], int, float, Found], Awaitable[object]]

HELD_UP = 1.0
"""Seconds that a hall waits for another one to be asked. Only a failure reaches them."""

SECONDS = 10.0
"""Until an importer must have come back."""

_TURNS = 10
"""Turns of the loop in which whoever is ready goes on."""


class GoneError(Exception):
    """A hall has left for good."""


@dataclass(frozen=True)
class Leaves:
    """A hall that has left: its call fails when hall `after` has been asked, too."""

    after: int


@dataclass(frozen=True)
class Waits:
    """A hall that answers when hall `after` has been asked, too."""

    after: int


NEVER = None
"""A hall that never answers."""

Behaviour = int | Leaves | Waits | None
"""What a hall does: it answers with its seats, or as said above."""


class Upstream:
    """Halls that do as they are told, and a log of how they were asked."""

    def __init__(
        self, halls: Mapping[int, Behaviour], at: Callable[[int], object] = lambda _: None
    ) -> None:
        self.begun: list[int] = []
        self.answered: dict[int, int] = {}
        self.held_up: list[int] = []
        """Halls that waited in vain for others to be asked."""
        self.now = self.peak = 0
        self._halls, self._at = halls, at

    async def ask(self, hall: int) -> int:
        """The seats of the hall. Raises GoneError."""
        self.now += 1
        self.peak = max(self.peak, self.now)
        try:
            await turns(2)  # to connect; who is cancelled by then has asked nothing
            self.begun.append(hall)
            self._at(hall)
            seats = await self._answer(hall, self._halls[hall])
            self.answered[hall] = seats
        except asyncio.CancelledError:
            await turns()  # to hang up takes a moment
            raise
        else:
            return seats
        finally:
            self.now -= 1

    async def _answer(self, hall: int, does: Behaviour) -> int:
        if does is NEVER:
            await asyncio.Event().wait()
        if isinstance(does, Leaves | Waits):
            await self._asked(hall, does.after)
        await turns(3)
        if isinstance(does, Leaves):
            raise GoneError(f"hall {hall} has left")
        return does if isinstance(does, int) else hall

    async def _asked(self, hall: int, other: int) -> None:
        deadline = asyncio.get_running_loop().time() + HELD_UP
        while other not in self.begun:
            if asyncio.get_running_loop().time() > deadline:
                self.held_up.append(hall)
                return
            await asyncio.sleep(0.001)
        await turns()


async def turns(count: int = _TURNS) -> None:
    """Let others go on for so many turns of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


@dataclass
class Came:
    """What came of an import."""

    found: Found = field(default_factory=dict)
    errors: Sequence[BaseException] = ()
    """What reached the caller, out of all groups."""
    returned: bool = False
    open: int = 0
    """Calls that were under way at its end."""
    later: int = 0
    """Calls that began after its end."""


async def imported(importing: Awaitable[object], upstream: Upstream, found: Found) -> Came:
    """What comes of an import; a cancellation of this is one of the import."""
    came = Came(found)
    try:
        async with asyncio.timeout(SECONDS):
            await importing
        came.returned = True
    except NotImplementedError:
        raise
    except BaseException as error:  # the learner's, a cancellation too
        came.errors = tuple(_single(error))
    came.open, begun = upstream.now, len(upstream.begun)
    came.found = dict(found)
    await asyncio.sleep(0.01)
    await turns()
    came.later = len(upstream.begun) - begun
    return came


def _single(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [one for each in error.exceptions for one in _single(each)]
    return [error]
