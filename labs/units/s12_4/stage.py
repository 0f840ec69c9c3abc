"""A hall, and screens and connections that a check has in hand."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable

from labs.units.s12_4.shapes import News, Screen

KEEP = 12
"""Changes that a hall of `Cut` remembers: fewer than it sells over a long cut."""


class Hall:
    """All changes of an evening, of which it tells the last `keep` one by one."""

    def __init__(self, keep: int, before: int = 0) -> None:
        self.looks = 0
        self._all: list[tuple[str, str]] = []
        self._keep = keep
        for number in range(before):
            self.publish(f"A{number + 1}", "held")

    @property
    def seq(self) -> int:
        return len(self._all)

    @property
    def seats(self) -> dict[str, str]:
        return dict(self._all)

    def publish(self, seat: str, state: str) -> int:
        """Sell it; the number of the change."""
        self._all.append((seat, state))
        return self.seq

    def since(self, seq: int) -> News:
        """What has changed, or the whole hall."""
        self.looks += 1
        if 0 <= self.seq - seq <= self._keep:
            return News(seq, self.seq, dict(self._all[seq:]))
        return News(0, self.seq, self.seats)


class Slow:
    """A screen that takes its first news, and is long about it."""

    def __init__(self) -> None:
        self.heard: list[News] = []
        self.at_once = 0
        self.ready = asyncio.Event()
        self._now = 0

    async def take(self, news: News) -> None:
        """Return once it is ready."""
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        self.heard.append(news)
        await self.ready.wait()
        self._now -= 1


class Cut:
    """Connections that are refused and cut, lose news and repeat them; the last one holds.

    If `odd`, the hall is restarted, as after a crash, and counts from 0 again.
    """

    def __init__(self, cuts: int, seed: int, *, odd: bool) -> None:
        self.hall = Hall(KEEP)
        self.most_open = 0
        self.read_on = 0
        """News that were read from a stream after a gap had shown itself."""
        self.open_in_pause = 0
        self._open = 0
        self.missed: News | None = None
        """The first news that told something new and was not shown."""
        self.missed_at = 0
        self.asked: list[int] = []
        self.pauses: list[int] = []
        self.due: list[int] = []
        """What the pause before each connection but the first ought to have been told."""
        self.known: list[int] = []
        """What the screen showed when each connection was asked for."""
        self._shown = 0
        self._left, self._again = cuts, 2 if odd else -1
        self._rng = random.Random(seed)  # noqa: S311 - a seed makes the same evening each time
        self._screen = Screen()

    def connect(self, screen: Screen) -> Callable[[int], AsyncIterator[News]]:
        """What the learner's code connects by, for this screen."""
        self._screen = screen
        return self._stream

    async def _stream(self, after: int) -> AsyncIterator[News]:
        shown = len(self._screen.shown)
        if self.asked:
            self.due.append(1 if shown > self._shown or not self.due else self.due[-1] + 1)
        self._shown = shown
        self.asked.append(after)
        self.known.append(self._screen.seq)
        self._open += 1
        self.most_open = max(self.most_open, self._open)
        try:
            self._sell(self._rng.choice([0, 1, KEEP + 3]))
            if self._left == self._again:
                self.hall = Hall(KEEP, 2)
            if self._left and self._rng.random() < 0.3:
                raise ConnectionRefusedError("nobody listens")
            async for news in self._told(after):
                seq, shown = self._screen.seq, len(self._screen.shown)
                try:
                    yield news
                    self.read_on += news.after > seq
                finally:
                    is_new = news.after == 0 or news.after <= seq < news.seq
                    if is_new and len(self._screen.shown) == shown:
                        self.missed, self.missed_at = self.missed or news, seq
            if self._left:
                raise ConnectionResetError("cut")
        finally:
            self._open -= 1
            self._left -= bool(self._left)

    async def _told(self, after: int) -> AsyncIterator[News]:
        if self._left and after > 3 and self._rng.random() < 0.3:
            yield News(after - 3, after - 1, {})  # of before, and then the line breaks
            return
        for _ in range(self._rng.randint(0, 4)):
            self._sell(self._rng.randint(1, 3))
            overlap = 2 * (after > 3 and self._rng.random() < 0.3)  # begins before what is known
            news, after = self.hall.since(after - overlap), self.hall.seq
            luck = self._rng.random()
            if luck < 0.25 and self._left and news.after:
                continue  # lost on its way: the next begins after it
            yield news
            if luck > 0.7 and news.after:
                yield news
            await asyncio.sleep(0)
        if not self._left:
            yield self.hall.since(after)

    def _sell(self, changes: int) -> None:
        for _ in range(changes):
            seat = f"{self._rng.choice('ABC')}{self._rng.randint(1, 9)}"
            self.hall.publish(seat, self._rng.choice(["free", "held", "sold"]))

    async def pause(self, failures: int) -> None:
        """What the learner's code waits by."""
        self.open_in_pause += self._open
        self.pauses.append(failures)

    def differs(self, screen: Screen) -> int:
        """How many seats the screen shows wrong."""
        names = {*screen.seats, *self.hall.seats}
        return sum(screen.seats.get(name) != self.hall.seats.get(name) for name in names)

    def first_bad(self, screen: Screen) -> str:
        """The first news that ought not to have been shown; empty if there is none."""
        seq = 0
        for news in screen.shown:
            if news.after > seq:
                return f"{news}, where seq was {seq}"
            if news.after and news.seq <= seq:
                return f"{news}, twice"
            seq = news.seq
        return ""

    def why_behind(self, screen: Screen) -> list[tuple[object, str]]:
        """Why the screen is not as the hall is."""
        return [
            (self._left, "it ended at a cut: only an iteration that ends by itself is the end."),
            (
                set(screen.seats) - set(self.hall.seats),
                "it shows seats of another evening: after=0 is the whole hall, whatever its seq.",
            ),
            (True, "a news was passed over that told something new."),
        ]
