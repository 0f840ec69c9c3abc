"""What the checks of J01.4 stand on: a partner that counts, one that obeys, and a loop."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from functools import cache
from inspect import isawaitable
from itertools import pairwise
from typing import Self, TypeVar

import httpx

from labs.judges import Judge, Likely
from labs.judges.loops import in_a_loop, soon
from labs.judges.wire import Gauge
from labs.servers import Service

T = TypeVar("T")

HALLS = range(1, 101)

SECONDS = 10
"""Until an answer must have come back, even from one who asks a hundred halls one by one."""

_NOBODY = 9
"""A port at which nobody listens: a client of the learner's own finds no partner there."""

HELD_UP = 1.0
"""Seconds that a slow hall waits for the others. Only a failure reaches them."""


@cache
def partner() -> Service:
    """A partner of the checks' own, for as long as this process lives: it refuses nobody."""
    return Service.start("partner", PARTNER_DELAY_MS="40", PARTNER_AT_ONCE="1000")


@cache
def seats() -> Mapping[int, int]:
    """The seats that are left in each of the partner's halls."""
    with http() as client, ThreadPoolExecutor(len(HALLS) // 4) as pool:
        replies = pool.map(lambda hall: client.get(f"/halls/{hall}").json(), HALLS)
        return {reply["hall"]: reply["seats_left"] for reply in replies}


def http() -> httpx.Client:
    """A client of that partner."""
    # Neither a proxy for the outside world nor its certificates, which take a tenth of a second.
    return httpx.Client(base_url=partner().url, trust_env=False, verify=False)  # noqa: S501


def async_http() -> httpx.AsyncClient:
    """The same, for an event loop."""
    return httpx.AsyncClient(base_url=partner().url, trust_env=False, verify=False)  # noqa: S501


def fresh_gauge() -> Gauge:
    """The gauge of that partner, set to nothing once it has nothing to do."""
    gauge = Gauge(partner().url)
    deadline = time.monotonic() + SECONDS
    while gauge.read().now and time.monotonic() < deadline:
        time.sleep(0.01)
    gauge.reset()
    return gauge


class Halls:
    """A partner inside of this program: each hall answers, is slow, or fails, as it is told.

    A slow hall answers when all others have, or after HELD_UP seconds.
    """

    def __init__(
        self,
        seats: Mapping[int, int | Exception],
        slow: Collection[int] = (),
        statuses: Mapping[int, int] | None = None,
    ) -> None:
        self.asked: Counter[int] = Counter()
        self.peak = 0
        self.held_up = False
        """Whether a slow hall waited in vain for the others."""
        self._seats, self._slow, self._statuses = seats, slow, statuses or {}
        self._now = 0
        self._others = asyncio.Event()

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{_NOBODY}", transport=httpx.MockTransport(self._answer)
        )

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        hall = int(request.url.path.rpartition("/")[2])
        self.asked[hall] += 1
        self._now += 1
        self.peak = max(self.peak, self._now)
        try:
            await (self._wait_for_others() if hall in self._slow else asyncio.sleep(0.01))
        finally:
            self._now -= 1
        self._tell_the_slow()
        seats = self._seats[hall]
        if isinstance(seats, Exception):
            raise seats
        return httpx.Response(
            self._statuses.get(hall, 200), json={"hall": hall, "seats_left": seats}
        )

    def _tell_the_slow(self) -> None:
        if len(self.asked) == len(self._seats) and self._now <= len(self._slow):
            self._others.set()

    async def _wait_for_others(self) -> None:
        self._tell_the_slow()
        try:
            await asyncio.wait_for(self._others.wait(), HELD_UP)
        except TimeoutError:
            self.held_up = True


class Bench:
    """Work that blocks, and sees from its threads whether the loop and the others go on.

    Of some items all wait until all have begun, then they end from the last to the first. It
    waits in vain for HELD_UP seconds, once.
    """

    def __init__(self, items: Sequence[int]) -> None:
        self.frozen = self.alone = False
        """Whether the loop stood still while work was done; whether one item waited in vain."""
        self._beats = 0
        self._begun = {item: threading.Event() for item in items}
        self._ended = {item: threading.Event() for item in items}
        self._after = dict(pairwise(items))

    def work(self, item: int) -> int:
        beats = self._beats
        self._begun[item].set()
        if not self.frozen and not soon(lambda: self._beats > beats, HELD_UP):
            self.frozen = True
        if not self.frozen and not self.alone and not soon(self._all_have_begun, HELD_UP):
            self.alone = True
        if not self.frozen and not self.alone and item in self._after:
            self._ended[self._after[item]].wait(HELD_UP)
        self._ended[item].set()
        return -item

    def _all_have_begun(self) -> bool:
        return all(each.is_set() for each in self._begun.values())

    async def __aenter__(self) -> Self:
        self._heart = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._heart.cancel()
        with suppress(asyncio.CancelledError):
            await self._heart

    async def _beat(self) -> None:
        while True:
            self._beats += 1
            await asyncio.sleep(0.001)


def awaited(
    judge: Judge,
    called: str,
    begin: Callable[[], Awaitable[T]],
    *around: AbstractAsyncContextManager[object],
) -> T:
    """What the coroutine gives, run by an event loop in a thread of its own, within `around`.

    Raises CheckFailed, as of this call, if it is no coroutine, raises, or does not come back.
    """

    async def run() -> T:
        async with AsyncExitStack() as stack:
            for each in around:
                await stack.enter_async_context(each)
            coroutine = begin()
            judge.that(
                isawaitable(coroutine),
                called=called,
                got=f"{coroutine!r:.80}, at once",
                expected="a coroutine, which can be awaited",
                likely="begin it by `async def`.",
            )
            try:
                return await asyncio.wait_for(coroutine, SECONDS)
            except TimeoutError:
                judge.fails(
                    called=f"await {called}",
                    came_back=f"nothing within {SECONDS} s",
                    expected="an answer",
                    likely="it waits for what never comes: a place that nobody gives back?",
                )

    with judge.calling(f"await {called}", likely=_of_an_error):
        return in_a_loop(run)


def _of_an_error(error: Exception) -> Likely:
    return [
        (
            isinstance(error, httpx.HTTPError),
            "it is caught nowhere: `except httpx.HTTPError`, and this hall alone is None.",
        ),
        (
            "asyncio.run() cannot be called" in str(error),
            "inside of a coroutine a loop runs already: `await` in place of `asyncio.run`.",
        ),
        (
            "different event loop" in str(error),
            "it is made once, outside: make it in the coroutine, anew for each call.",
        ),
        (
            "not callable" in str(error),
            "a result is passed on in place of its function: to_thread(work, item), with a comma.",
        ),
        (
            isinstance(error, TypeError) and "await" in str(error),
            "`await` stands before something that is no coroutine: is it a list, or an answer?",
        ),
        (
            isinstance(error, TypeError | AttributeError) and "coroutine" in str(error),
            "an `await` is missing: a coroutine is not yet its answer.",
        ),
    ]
