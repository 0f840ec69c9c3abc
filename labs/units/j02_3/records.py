"""What a check saw of one race, one sale, one page: the facts from which a cause is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from labs.judges import Race, Statements
from labs.units.j02_3.stage import Keys, Offer, Row

# --- One call of a repository -----------------------------------------------------------------


class Call(NamedTuple):
    """A call of a repository, and the one statement that it should send."""

    verb: str
    name: str
    arguments: tuple[object, ...]
    row: Row | None
    """The seat's row afterwards."""

    @property
    def text(self) -> str:
        return f"SeatRepository(connection).{self.name}({', '.join(map(repr, self.arguments))})"


class Bulk(NamedTuple):
    """A sheet of seats, one of which the database refuses."""

    size: int
    bad: int
    kept: int
    raised: Exception | None

    @property
    def text(self) -> str:
        return f"add_many({self.size:,} seats), of which the database refuses number {self.bad}"


# --- Two windows ------------------------------------------------------------------------------

Sold = Race[int | None]
"""A race of two sales."""


def numbers(race: Sold) -> list[int]:
    """The orders' numbers that came back, of two at most."""
    return [order for order in race.answers if order is not None]


def updates(race: Sold) -> list[list[int]]:
    """For each window the rows that its UPDATEs of seat changed."""
    return [
        [
            rows
            for text, rows in zip(seen.run, seen.changes, strict=False)
            if text.upper().replace('"', "").split()[:2] == ["UPDATE", "SEAT"]
        ]
        for seen in race.seen
    ]


def taking(race: Sold) -> list[int]:
    """The rows that the first UPDATE of each window changed, the fewest first."""
    return sorted(rows[0] for rows in updates(race) if rows)


# --- One sale ---------------------------------------------------------------------------------

Books = dict[str, list[Row]]


class Request(NamedTuple):
    """A customer asks for a seat."""

    seat_id: int
    customer: int
    why: str

    @property
    def called(self) -> str:
        return f"sell(connection, {self.seat_id}, {self.customer}): {self.why}"

    @property
    def is_for_free_seat(self) -> bool:
        return self.why == "a free seat"

    @property
    def is_of_a_stranger(self) -> bool:
        return self.why == "no such customer"


@dataclass
class Sale:
    """One call of `sell`."""

    request: Request
    last_order: int
    """The number of the newest order that there should be."""
    before: Books
    want: Books
    now: Books = field(default_factory=dict)
    answer: object = None
    raised: Exception | None = None
    seen: Statements = field(default_factory=Statements)
    last_payment: int = 0

    def new(self, part: str) -> list[Row]:
        """The rows of a part of the books that were not there before."""
        return [row for row in self.now[part] if row not in self.before[part]]

    def should_be_new(self, part: str) -> list[Row]:
        return [row for row in self.want[part] if row not in self.before[part]]


# --- One page ---------------------------------------------------------------------------------


@dataclass
class Page:
    """One call of `cheapest`."""

    size: int
    mine: int
    """The performance."""
    after: Offer | None
    free: list[Offer]
    """All free seats of the performance, in their order."""
    whose: dict[int, tuple[int, str]]
    """The performance and the status of each seat."""
    shown: set[int]
    """The seats of the pages before."""
    got: list[Offer]
    seen: Statements
    rows: int
    """How many rows SQLite handed over."""

    @property
    def want(self) -> list[Offer]:
        border = (self.after.pence, self.after.id) if self.after else (0, 0)
        return self.if_it_took(lambda offer: (offer.pence, offer.id) > border)

    @property
    def has_offers(self) -> bool:
        """Whether each item has the three values of an offer."""
        return all(isinstance(offer, tuple) and len(offer) == 3 for offer in self.got)

    @property
    def offers(self) -> list[Offer]:
        return [Offer(*offer) for offer in self.got] if self.has_offers else []

    @property
    def ids(self) -> list[int]:
        return [offer.id for offer in self.offers]

    def if_it_took(self, takes: Callable[[Offer], bool]) -> list[Offer]:
        """The page of a query with this WHERE."""
        return [offer for offer in self.free if takes(offer)][: self.size]


# --- One wish to be forgotten -----------------------------------------------------------------


class Wish(NamedTuple):
    """A customer who wants to be forgotten."""

    key: int
    keys: Keys
    again: bool

    @property
    def ordered(self) -> bool:
        return self.key in self.keys.ordered

    @property
    def known(self) -> bool:
        return self.key in (*self.keys.ordered, *self.keys.never_ordered)

    @property
    def called(self) -> str:
        if self.again:
            who = "forgotten already"
        elif self.ordered:
            who = "who ordered"
        else:
            who = "who never ordered" if self.known else "who does not exist"
        return f"forget_customer(connection, {self.key}), {who}"


class Table(NamedTuple):
    """A table after a wish, and what it should hold."""

    name: str
    now: list[Row]
    want: list[Row]

    @property
    def too_many(self) -> list[Row]:
        return [row for row in self.now if row not in self.want]

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.want if row not in self.now]

    def rows_of(self, key: int) -> list[Row]:
        """The rows that begin with this key."""
        return [row for row in self.now if row[0] == key]
