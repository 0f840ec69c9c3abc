"""What the checks of S01.5 stand on: maps that say what becomes of them, a pool, and a loop."""

import asyncio
import gc
import pickle
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from inspect import isawaitable
from typing import ParamSpec, TypeVar

from labs.judges import Judge, Likely
from labs.judges.loops import in_a_loop, soon
from labs.units.s01_5.site import MakeMaps, Maps

SECONDS = 20
"""Until all of a check's pages must have come."""

HELD_UP = 1.0
"""Seconds that a map being drawn waits for others. Only a failure reaches them."""

_TURNS = 20
"""So often a check looks whether the last visitor has gone, and the maps that are not kept."""

_POOL = "pool-of-the-check"


class NoPlanError(LookupError):
    """There is no plan of this hall."""


class _Watched(str):
    """A text of which one can say whether it is still held."""


_Alive = weakref.WeakValueDictionary[int, _Watched]
"""Texts by id, as long as somebody holds them; it takes no memory for those that are gone."""


def page(performance: int, visitor: str) -> str:
    """The page that is asked for: the greeting, and the map below it."""
    return f"Hello, {visitor}\n{_map(performance)}"


def _map(performance: int) -> str:
    return f"<svg>{performance:04d}{'.' * 4_000}</svg>"


_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Pool(ThreadPoolExecutor):
    """Threads that may be as particular as processes."""

    processes = False
    """Whether it takes only what could be sent to a process."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        if self.processes:
            pickle.dumps((fn, args, kwargs))
        return super().submit(fn, *args, **kwargs)


class Hall:
    """Draws maps in place of `work.draw`, and sees where that is done and what becomes of them.

    `failing` are performances of which there is no plan; `empty` those whose map is an empty text.
    One that is `slow` is drawn until the loop has had a turn for others; one that is `waiting`
    until all has happened that it waits for: "shown 2", "drawn 3"; `again` says for what it waits
    when it is drawn once more.
    """

    def __init__(
        self,
        failing: Collection[int] = (),
        empty: Collection[int] = (),
        slow: Collection[int] = (),
        waiting: Mapping[int, Collection[str]] | None = None,
        again: Mapping[int, Collection[str]] | None = None,
    ) -> None:
        self.drawn: list[int] = []
        self.shown: list[int] = []
        """The performances, as their visits ended."""
        self.frozen = False
        """Whether the loop stood still while a map was drawn."""
        self.elsewhere = ""
        """The thread, if it was none of the pool's."""
        self.missed = ""
        """What a map waited for in vain."""
        self._failing, self._empty, self._slow = failing, empty, slow
        self._waiting, self._again = waiting or {}, again or {}
        self._noting = threading.Lock()
        self._happened: set[str] = set()
        self._beats = 0
        self._maps: _Alive = weakref.WeakValueDictionary()
        self._visitors: _Alive = weakref.WeakValueDictionary()
        self._pool = _Pool(3, thread_name_prefix=_POOL)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """A hall can be sent to a process, as what draws in the notebook can."""
        return Hall, ()

    def open(self, make_maps: MakeMaps, most: int, *, processes: bool = False) -> Maps:
        """The learner's maps, drawn by this hall; with `processes` by a pool that takes only what
        it can send to one.
        """
        self._pool.processes = processes
        pool: Executor = self._pool
        return make_maps(self._draw, pool, most)

    async def ask(self, maps: Maps, performance: int, visitor: str) -> str:
        """One visit, of somebody whom nobody else holds."""
        name = _Watched(visitor)
        self._visitors[id(name)] = name
        asked = maps.page(performance, name)
        del name
        shown = await asked if isawaitable(asked) else asked
        self.shown.append(performance)
        self._happened.add(f"shown {performance}")
        return shown

    async def left(self, most: int) -> None:
        """Wait a little until the last visitor, and all maps but `most`, are gone from the stacks
        of loop and pool.
        """
        for _ in range(_TURNS):
            if not self.visitors_alive and self.maps_alive <= most:
                break
            await asyncio.sleep(0.01)

    @property
    def maps_alive(self) -> int:
        return _count(self._maps)

    @property
    def visitors_alive(self) -> int:
        return _count(self._visitors)

    @asynccontextmanager
    async def heart(self) -> AsyncIterator[None]:
        """Beats beside the block, whenever the loop has a turn for it."""

        async def beat() -> None:
            while True:
                self._beats += 1
                await asyncio.sleep(0.001)

        beating = asyncio.create_task(beat())
        try:
            yield
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    def _draw(self, performance: int) -> str:
        with self._noting:
            waiting = self._again if performance in self.drawn else self._waiting
            self.drawn.append(performance)
        name = threading.current_thread().name
        if not name.startswith(_POOL):
            self.elsewhere = name
        if performance in self._failing:
            raise NoPlanError(f"no plan of performance {performance}")
        beats = self._beats
        if performance in self._slow and not soon(lambda: self._beats > beats, HELD_UP):
            self.frozen = True
        for event in waiting.get(performance, ()):
            if not self.missed and not soon(lambda: event in self._happened, HELD_UP):  # noqa: B023
                self.missed = event
        self._happened.add(f"drawn {performance}")
        drawn = _Watched("" if performance in self._empty else _map(performance))
        self._maps[id(drawn)] = drawn
        return drawn


def _count(alive: _Alive) -> int:
    gc.collect()
    return len(alive)


async def together(visits: Iterable[Awaitable[str]]) -> None:
    """All of them at once; an error is raised when all have ended."""
    came = await asyncio.gather(*visits, return_exceptions=True)
    for each in came:
        if isinstance(each, BaseException):
            raise each


def awaited(judge: Judge, called: str, begin: Callable[[], Awaitable[None]]) -> None:
    """Run the coroutine by an event loop in a thread of its own.

    Raises CheckFailed, as of this call, if it raises, or does not come back.
    """

    async def run() -> None:
        try:
            await asyncio.wait_for(begin(), SECONDS)
        except TimeoutError:
            judge.fails(
                called=called,
                came_back=f"not all pages within {SECONDS} s",
                expected="a page for each",
                likely="it waits for what never comes: a lock that nobody gives back?",
            )

    gc.freeze()  # the hall counts often, and what is older than this is none of its own
    try:
        with judge.calling(called, likely=_of_an_error):
            in_a_loop(run)
    finally:
        gc.unfreeze()


def _of_an_error(error: Exception) -> Likely:
    told = str(error)
    return [
        (
            "after shutdown" in told,
            "the pool is closed after the first map, by `with` perhaps: it is not yours to close.",
        ),
        (
            isinstance(error, KeyError),
            "between look and act stands an `await`: what was there has been dropped by another "
            "visitor. After it, take nothing for granted.",
        ),
        (
            "changed size during iteration" in told,
            "take the first key of the dict by next(iter(kept)), then delete it.",
        ),
        (
            "pickle" in told,
            "a pool of processes takes only what it can send, function and argument apart: "
            "run_in_executor(pool, draw, performance). A lambda cannot be sent, nor what is "
            "defined within a function.",
        ),
        ("not callable" in told, "the pool gets function and argument apart, with a comma."),
        (
            isinstance(error, NoPlanError),
            "the error of one map reaches a visitor of another.",
        ),
        (
            "coroutine" in told or "Future" in told,
            "an `await` is missing before run_in_executor.",
        ),
        (
            isinstance(error, StopIteration) or "StopIteration" in told,
            "nothing is kept yet, so there is no first key.",
        ),
    ]
