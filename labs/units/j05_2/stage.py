"""The sales and boards of J05.2's checks, and what a server holds of them."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import NamedTuple, Protocol, TypeVar, cast

from redis import Redis

from labs.judges.counters import Commands

T = TypeVar("T")


# --- Sales ------------------------------------------------------------------------------------


class Sale(Protocol):
    """A sale, as the unit has it."""

    @property
    def number(self) -> int: ...
    @property
    def performance(self) -> int: ...
    @property
    def seats(self) -> int: ...
    @property
    def line(self) -> str: ...


NewSale = Callable[[int, int, int], Sale]


def some_sales(new_sale: NewSale, count: int, performances: Sequence[int], seed: int) -> list[Sale]:
    """Sales of one to four seats, numbered from 1, drawn from these performances."""
    draw = random.Random(seed)  # noqa: S311 - data, not secrets
    return [
        new_sale(number, draw.choice(performances), draw.randint(1, 4))
        for number in range(1, count + 1)
    ]


def at_windows(
    sell: Callable[[Redis, Sale], T], url: str, sales: Sequence[Sale], windows: int
) -> list[tuple[Sale, T]]:
    """Sell at so many windows at once; each sale with its answer, as they came."""
    ready = Barrier(windows)
    answers: list[tuple[Sale, T]] = []

    def window(queue: Sequence[Sale]) -> None:
        with Redis.from_url(url, decode_responses=True) as mine:
            mine.ping()
            ready.wait(timeout=10)
            for sale in queue:
                answers.append((sale, sell(mine, sale)))

    with ThreadPoolExecutor(windows) as pool:
        list(pool.map(window, [sales[first::windows] for first in range(windows)]))
    return answers


# --- What the server holds --------------------------------------------------------------------
# redis-py types each reply as one of many.


def text(client: Redis, key: str) -> str | None:
    """The text under this key."""
    return cast("str | None", client.get(key))


def fields(client: Redis, key: str) -> dict[str, str]:
    """The hash under this key."""
    return cast("dict[str, str]", client.hgetall(key))


def latest_lines(client: Redis) -> list[str]:
    """All lines, the newest first."""
    return cast("list[str]", client.lrange("latest", 0, -1))


def scores(client: Redis) -> dict[str, float]:
    """The best sellers, the highest score first."""
    found = client.zrange("bestsellers", 0, -1, desc=True, withscores=True)
    return dict(cast("list[tuple[str, float]]", found))


def best(client: Redis) -> list[str]:
    """All best sellers, the highest score first."""
    return cast("list[str]", client.zrange("bestsellers", 0, -1, desc=True))


def keys(client: Redis) -> list[str]:
    """All keys, sorted."""
    return sorted(cast("list[str]", client.keys()))


# --- E1: a board that sales change ------------------------------------------------------------

BOARD = {"left:7", "left:70", "left:1851", "latest", "bestsellers"}
"""The keys of a board of three performances."""


class Shown(NamedTuple):
    """What a board shows."""

    left: Mapping[int, int]
    scores: Mapping[str, float]
    lines: Sequence[str]

    def after(self, sale: Sale) -> "Shown":
        """What it shows after this sale."""
        number = sale.performance
        score = self.scores.get(str(number), 0) + sale.seats
        return Shown(
            {**self.left, number: self.left[number] - sale.seats},
            {**self.scores, str(number): score},
            [sale.line, *self.lines][:50],
        )


def open_board(mine: Redis, older: int) -> Shown:
    """A board on which one performance has sold before, with so many older lines."""
    left, lines = {7: 300, 70: 200, 1851: 9}, [f"an older sale, {n}" for n in range(older)]
    mine.mset({f"left:{number}": seats for number, seats in left.items()})
    mine.zadd("bestsellers", {"70": 11})
    if lines:
        mine.rpush("latest", *lines)
    return Shown(left, {"70": 11}, lines)


@dataclass
class Turn:
    """One call of `record_sale`, and what the server holds afterwards."""

    called: str
    sale: Sale
    was: Shown
    """What the board should have shown before."""
    want: Shown
    left_before: str | None
    got: object = None
    left: str | None = None
    lines: list[str] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)

    def look(self, mine: Redis) -> None:
        """Take down what the server holds."""
        self.left = text(mine, self.counter)
        self.lines, self.scores, self.keys = latest_lines(mine), scores(mine), keys(mine)

    @property
    def counter(self) -> str:
        return f"left:{self.sale.performance}"

    @property
    def should_be_left(self) -> int:
        return self.want.left[self.sale.performance]

    @property
    def stray(self) -> str:
        """The keys that do not belong."""
        return ", ".join(key for key in self.keys if key not in BOARD)


# --- E2: a board that is read -----------------------------------------------------------------


class Row(NamedTuple):
    """A row of the board, as the unit has it."""

    title: str
    left: int | None


class Board(NamedTuple):
    """The board, as the unit has it."""

    rows: list[Row]
    latest: list[str]
    best: list[str]


class Evening(NamedTuple):
    """What is known of performances, by their numbers, and which of them a board shows."""

    titles: Mapping[int, str]
    left: Mapping[int, int]
    asked: Sequence[int]
    sold: int
    """How many sales there were."""

    def row(self, number: int) -> tuple[str, int | None]:
        return self.titles.get(number) or "to be announced", self.left.get(number)

    def later(self) -> "Evening":
        """After one more sale; the first that is asked for has another title and counter."""
        first = self.asked[0]
        titles, left = {**self.titles, first: "The Late Change"}, {**self.left, first: 41}
        return self._replace(titles=titles, left=left, sold=self.sold + 1)


def fill(mine: Redis, evening: Evening) -> None:
    """Each performance has a hash, if only with its venue."""
    for number in {*evening.titles, *evening.asked}:
        mine.hset(f"performance:{number}", "venue", "Gantry Loft")
    for number, title in evening.titles.items():
        mine.hset(f"performance:{number}", "title", title)
    for number, count in evening.left.items():
        mine.set(f"left:{number}", count)
    for number in range(1, evening.sold + 1):
        mine.lpush("latest", f"sale {number}")
        mine.zadd("bestsellers", {str(1_000 + number * 7 % 19): number})


class Reading(NamedTuple):
    """One call of `read_board`."""

    called: str
    asked: Sequence[int]
    board: Board
    want: list[tuple[str, int | None]]
    seen: Commands


class Cut(NamedTuple):
    """One of the two lists of a board, and what it is cut from."""

    name: str
    size: int
    got: Sequence[object]
    every: list[str]
    others: list[str]
    """What the other list is cut from."""

    @property
    def want(self) -> list[str]:
        return self.every[: self.size]


# --- E3: a sale that looks first --------------------------------------------------------------

WRITES = {
    "SET", "DECR", "DECRBY", "INCR", "INCRBY", "GETSET",
    "HSET", "HSETNX", "HINCRBY", "HMSET", "HDEL", "DEL", "UNLINK",
}  # fmt: skip
READS = {
    "GET", "MGET", "GETRANGE", "LLEN", "LRANGE", "LINDEX",
    "ZSCORE", "ZMSCORE", "ZRANGE", "ZREVRANGE", "ZCARD", "EXISTS",
}  # fmt: skip
"""Commands that change nothing."""


class Ask(NamedTuple):
    """A request for seats, and what should come of it."""

    number: int
    seats: int
    right: bool
    why: str


ASKED = (
    Ask(101, 2, True, "3 of 5 are left"),
    Ask(101, 2, True, "the buyer pressed twice"),
    Ask(100, 1, True, "its number is in the hash already, with 4 seats"),
    Ask(102, 4, False, "only 3 are left"),
    Ask(103, 3, True, "exactly 3 are left"),
    Ask(104, 1, False, "none is left"),
    Ask(101, 2, True, "the buyer pressed again, later"),
)
"""One after another, for the five seats that are left."""


class Till(NamedTuple):
    """A performance on a server."""

    mine: Redis
    performance: int

    @property
    def left_key(self) -> str:
        return f"left:{self.performance}"

    @property
    def sold_key(self) -> str:
        return f"sold:{self.performance}"

    @property
    def keys(self) -> set[str]:
        return {self.left_key, self.sold_key}

    @property
    def left(self) -> str | None:
        return text(self.mine, self.left_key)

    @property
    def book(self) -> dict[str, str]:
        """The seats of each sale, by its number."""
        return fields(self.mine, self.sold_key)


@dataclass
class Sold:
    """One call of `sell`, alone, and what the server holds afterwards."""

    ask: Ask
    sale: Sale
    was_sold: dict[str, str]
    """What the hash should have held before."""
    before: str | None
    """What the counter was before."""
    got: object = None
    seen: Commands = field(default_factory=Commands)
    left: str | None = None
    book: dict[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        return f"sell(cache, {self.sale}): {self.ask.why}"

    @property
    def changes(self) -> bool:
        """Whether anything should change."""
        return self.ask.right and str(self.ask.number) not in self.was_sold

    @property
    def should_be_sold(self) -> dict[str, str]:
        more = {str(self.ask.number): str(self.ask.seats)} if self.changes else {}
        return self.was_sold | more

    @property
    def should_be_left(self) -> str:
        return str(int(self.before or 0) - (self.ask.seats if self.changes else 0))

    @property
    def script(self) -> str:
        """The Lua that was sent, in capitals; empty if there was none."""
        return next((call[1] for call in self.seen.calls if call[0] == "EVAL"), "").upper()

    @property
    def names(self) -> str:
        """The commands in their order."""
        return " ".join(call[0] for call in self.seen.calls)

    @property
    def written(self) -> list[str]:
        return [call[0] for call in self.seen.calls if call[0] in WRITES]

    def outside(self, keys: Collection[str]) -> list[str]:
        """The commands that change one of the keys, and stand in no MULTI … EXEC."""
        block = False
        found: list[str] = []
        for name, *words in self.seen.calls:
            block = name == "MULTI" or (block and name != "EXEC")
            if name in WRITES and not block and {*keys} & {*words}:
                found.append(name)
        return found

    def looked_up(self) -> set[str]:
        """The words of the commands after WATCH that only look; none without WATCH."""
        names = [call[0] for call in self.seen.calls]
        start = names.index("WATCH") if "WATCH" in names else len(names)
        return {
            word
            for name, *words in self.seen.calls[start:]
            for word in words
            if name not in WRITES and name != "WATCH"
        }
