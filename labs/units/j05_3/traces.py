"""The traces of E1, and what a life makes of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from labs import datasets
from labs.datasets import Change, Event, Read


class Trace(list[Event]):
    """Events, and how they were made."""

    def __init__(self, events: Iterable[Event], made: str) -> None:
        super().__init__(events)
        self.made = made


def steady(every_ms: int, reads: int = 100, once: int = 0, first_ms: int = 5) -> Trace:
    """Reads of one page, one each 10 ms, and a change of its price each `every_ms`.

    Before them, `once` pages are read that nobody asks for again.
    """
    page_id, end_ms = 7, 10 * reads
    others = range(1_000, 1_000 + once)
    events: list[Event] = [Change(0, page, 1_000) for page in (page_id, *others)]
    events += [Read(0, page) for page in others]
    events += [Change(at, page_id, 2_000 + 50 * at) for at in range(first_ms, end_ms, every_ms)]
    events += [Read(at, page_id) for at in range(0, end_ms, 10)]
    made = f"{once + reads:,} reads, a new price each {every_ms} ms"
    return Trace(sorted(events, key=lambda event: event.at_ms), made)


def two_minutes(seed: int) -> Trace:
    """4,000 reads of 20 pages, as the story has them."""
    events = datasets.price_changes(4_000, seed, seconds=120)
    return Trace(events, f"{len(events):,} events of datasets.price_changes")


TOO_LITTLE = steady(1_000, reads=2_999)
"""A life of 20 ms gives 49.98 % hits and 1.0003 % stale: near enough to be rounded to 50 and 1."""


@dataclass(frozen=True)
class Shares:
    """What a life gives, counted."""

    requests: int
    hits: int
    stale: int

    @property
    def hit_percent(self) -> float:
        return 100 * self.hits / self.requests

    @property
    def stale_percent(self) -> float:
        return 100 * self.stale / self.requests


@dataclass(frozen=True)
class Case:
    """One call of choose_ttl."""

    events: Trace
    lives_ms: Sequence[int]
    most_stale: int
    least_hits: int

    @property
    def called(self) -> str:
        limits = f"most_stale={self.most_stale}, least_hits={self.least_hits}"
        return f"choose_ttl({self.events.made}; {self.lives_ms}, {limits})"

    @cached_property
    def shares(self) -> dict[int, Shares]:
        """What each life gives."""
        return {life: replayed(self.events, life) for life in self.lives_ms}

    @cached_property
    def fits(self) -> list[int]:
        """The lives that keep to both limits, in the order of the list."""
        return [life for life, shares in self.shares.items() if self.allows(shares)]

    def allows(self, shares: Shares) -> bool:
        """Whether both limits are kept; exactly the limit is."""
        over = 100 * shares.stale > self.most_stale * shares.requests
        under = 100 * shares.hits < self.least_hits * shares.requests
        return not over and not under


def replayed(events: Iterable[Event], life_ms: int) -> Shares:
    """What copies that live so long from the moment they are made give in this trace."""
    price: dict[int, int] = {}
    copies: dict[int, Change] = {}
    requests = hits = stale = 0
    for event in events:
        if isinstance(event, Change):
            price[event.page_id] = event.pence
            continue
        requests += 1
        copy = copies.get(event.page_id)
        if copy is None or event.at_ms - copy.at_ms >= life_ms:
            copies[event.page_id] = Change(event.at_ms, event.page_id, price[event.page_id])
        else:
            hits += 1
            stale += copy.pence != price[event.page_id]
    return Shares(requests, hits, stale)


def budgets() -> Iterator[Case]:
    """Limits that all lives keep, that some keep exactly, and that none keeps.

    In floats, 7 / 100 * 100 is more than 7, and 29 / 100 * 100 is less than 29.
    """
    lively = steady(40)
    yield Case(lively, [40, 10, 20], 100, 0)
    yield Case(lively, [40, 20], 40, 0)
    for most_stale, least_hits in [(30, 40), (25, 50), (75, 75), (25, 75), (0, 50)]:
        yield Case(lively, [40, 10, 20], most_stale, least_hits)
    yield Case(steady(160), [20], 7, 0)
    yield Case(steady(40, reads=58, once=42), [20], 100, 29)
    yield Case(TOO_LITTLE, [20, 10], 1, 0)
    yield Case(two_minutes(seed=11), [8_000, 500, 2_000, 4_000], 2, 80)


def more_budgets() -> Iterator[Case]:
    """The same on other traces, with limits of a single per cent, and no life to choose from."""
    yield Case(steady(40), [], 100, 0)
    yield Case(TOO_LITTLE, [20], 100, 50)
    for most_stale, least_hits in [(50, 50), (25, 50), (24, 50), (100, 76)]:
        yield Case(steady(20), [20, 80, 40], most_stale, least_hits)
    for most_stale, least_hits in [(98, 0), (100, 99)]:
        yield Case(steady(640, reads=64), [640, 10], most_stale, least_hits)
    for seed in (97, 98):
        yield Case(two_minutes(seed), [16_000, 4_000, 1_000, 3_000, 5_000], 2, 80)


def several_fit() -> Iterator[Case]:
    """Several lives fit, and the longest of them stands anywhere in the list.

    Read each 10 ms, a copy that lives 35 ms gives the same hits as one that lives 40.
    """
    yield Case(steady(40), [20, 35, 40, 10, 30], 75, 0)
    yield Case(steady(40, first_ms=35), [20, 40, 30], 10, 0)
    yield Case(two_minutes(seed=11), [2_500, 8_000, 4_000, 3_000, 500], 3, 80)


def others_fit() -> Iterator[Case]:
    """The same on other traces."""
    yield Case(steady(80), [10, 80, 20, 40], 50, 50)
    yield Case(two_minutes(seed=97), [2_500, 8_000, 3_500, 3_000, 500], 4, 80)
