"""The same changes told to many screens in four ways: what crosses, and how late it is."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from time import perf_counter

import httpx
from websockets.asyncio.client import connect

from labs.judges.loops import in_a_loop
from labs.measure import Proxy


@dataclass
class Counts:
    """What the screens of a hall have done."""

    requests: int = 0
    connected: int = 0


Way = Callable[[str, int, Counts], AsyncIterator[int]]
"""How a screen hears: of a URL and the number that it knows, the numbers of later changes."""


@dataclass(frozen=True)
class Told:
    """What one way of telling came to."""

    way: str
    requests: float
    """For each screen, once it is connected."""
    bytes_per_news: float
    """Both directions, for one change on one screen."""
    late_ms: tuple[float, ...]
    """From the moment of each change until each screen has it."""


@dataclass(frozen=True)
class Evening:
    """How much happens, and how many look on."""

    screens: int
    changes: int
    pause: float
    """Seconds from one change to the next."""
    poll: float
    """Seconds between two questions of a screen that polls."""


def four_ways(url: str, evening: Evening) -> list[Told]:
    """Tell the evening's changes to all screens, by the gate at `url`, in each way in turn."""
    ways = {"poll": _poll(evening.poll), "long poll": _long_poll, "SSE": _sse, "WebSocket": _live}
    return [_told(name, way, url, evening) for name, way in ways.items()]


def _told(name: str, way: Way, url: str, evening: Evening) -> Told:
    with Proxy.start(url) as proxy:
        hall = _Hall(way, proxy, evening)
        in_a_loop(lambda: hall.play(url))
        crossed = proxy.bytes_up + proxy.bytes_down - hall.before
    requests = hall.counts.requests / evening.screens
    return Told(name, requests, crossed / (evening.screens * evening.changes), tuple(hall.late_ms))


class _Hall:
    """One evening, told in one way."""

    def __init__(self, way: Way, proxy: Proxy, evening: Evening) -> None:
        self._way, self._proxy, self._evening = way, proxy, evening
        self.before = 0
        """Bytes that crossed until all were connected."""
        self._made: dict[int, float] = {}
        self.late_ms: list[float] = []
        self.counts = Counts()

    async def play(self, office_url: str) -> None:
        """Let all screens look, and sell seat by seat, past the proxy."""
        evening = self._evening
        async with _client(office_url) as office:
            start = (await office.get("/changes")).json()["seq"]
            last = start + evening.changes
            looks = [self._look(start, last) for _ in range(evening.screens)]
            looking = [asyncio.create_task(look) for look in looks]
            async with asyncio.timeout(30):
                while self.counts.connected < evening.screens:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(evening.pause)  # until the last one's question is there
            self.before = self._proxy.bytes_up + self._proxy.bytes_down
            self.counts.requests = 0
            for number in range(start + 1, last + 1):
                self._made[number] = perf_counter()
                change = {"seat": f"A{number % 99 + 1}", "state": "sold"}
                (await office.post("/changes", json=change)).raise_for_status()
                await asyncio.sleep(evening.pause)
            await asyncio.gather(*looking)

    async def _look(self, start: int, last: int) -> None:
        async for number in self._way(self._proxy.url, start, self.counts):
            self.late_ms.append(1_000 * (perf_counter() - self._made[number]))
            if number == last:
                return


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, trust_env=False, timeout=30)


def _poll(every: float) -> Way:
    async def poll(url: str, after: int, counts: Counts) -> AsyncIterator[int]:
        async with _client(url) as client:
            while True:
                counts.requests += 1
                news = (await client.get(f"/changes?after={after}")).json()
                counts.connected += 1
                for change in news["changes"]:
                    yield change["seq"]
                after = news["seq"]
                await asyncio.sleep(every)

    return poll


async def _long_poll(url: str, after: int, counts: Counts) -> AsyncIterator[int]:
    async with _client(url) as client:
        await client.get(f"/changes?after={after}")
        counts.connected += 1
        while True:
            counts.requests += 1
            news = (await client.get(f"/changes/next?after={after}")).json()
            for change in news["changes"]:
                yield change["seq"]
            after = news["seq"]


async def _sse(url: str, after: int, counts: Counts) -> AsyncIterator[int]:
    counts.requests += 1
    async with _client(url) as client, client.stream("GET", f"/changes/stream?after={after}") as it:
        async for line in it.aiter_lines():
            counts.connected += line.startswith(":")
            if line.startswith("id: "):
                yield int(line[4:])


async def _live(url: str, after: int, counts: Counts) -> AsyncIterator[int]:
    counts.requests += 1
    address = f"{url.replace('http', 'ws', 1)}/changes/live?after={after}"
    async with connect(address, compression=None, proxy=None) as socket:
        counts.connected += 1
        async for message in socket:
            yield json.loads(message)["seq"]
