"""The offices that J02.3's checks open, and what stands in them."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple, Protocol

from labs.judges import Recorded

Row = tuple[Any, ...]


class Seat(NamedTuple):
    """A seat, as the unit has it."""

    performance_id: int
    number: int
    pence: int


class Offer(NamedTuple):
    """A free seat on a page, as the unit has it."""

    id: int
    number: int
    pence: int


class Repository(Protocol):
    """What keeps seats in SQLite."""

    connection: sqlite3.Connection

    def add_many(self, seats: Sequence[Seat]) -> None: ...


LAST_SEAT = """
INSERT INTO customer (id, name) VALUES (1, 'Ada'), (2, 'Ben');
INSERT INTO seat (id, performance_id, number, pence) VALUES ({}, 1851, 7, 2500);
"""
WRONG_ORDERS = """
SELECT * FROM (
    SELECT id,
           (SELECT coalesce(sum(pence), 0) FROM payment WHERE order_id = orders.id) AS paid,
           (SELECT coalesce(sum(pence), 0) FROM seat WHERE order_id = orders.id) AS due
    FROM orders)
WHERE paid <> due ORDER BY id
"""
"""The orders that break INV-2: what an order has paid is what its seats cost."""


# --- Offices ----------------------------------------------------------------------------------


def window(path: Path | str) -> sqlite3.Connection:
    """A connection that keeps what is sent, with its foreign keys on."""
    connection = sqlite3.connect(path, factory=Recorded)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def office(tables: str, rows: str = "") -> Iterator[sqlite3.Connection]:
    """An office in memory with these tables, and what the SQL in `rows` inserts."""
    with closing(window(":memory:")) as connection:
        connection.executescript(tables + rows)
        yield connection


def two_windows(
    folder: str, tables: str, seat_id: int
) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """Two connections to a new office in the folder, with one free seat of this key."""
    path = Path(mkdtemp(dir=folder)) / "office.db"
    north, south = window(path), window(path)
    for connection in (north, south):
        connection.execute("PRAGMA synchronous = OFF")  # does not wait for the disk
    north.executescript(f"BEGIN; {tables} {LAST_SEAT.format(seat_id)} COMMIT")
    return north, south


def wrong_orders(office: sqlite3.Connection) -> list[Row]:
    """(order, paid, due) of each order that breaks INV-2."""
    return office.execute(WRONG_ORDERS).fetchall()


@contextmanager
def rows_of(office: sqlite3.Connection) -> Iterator[list[Row]]:
    """The rows that SQLite hands over in the block."""
    rows: list[Row] = []

    def row_by_row(_: object, row: Row) -> Row:
        rows.append(row)
        return row

    office.row_factory = row_by_row
    try:
        yield rows
    finally:
        office.row_factory = None


# --- Seats ------------------------------------------------------------------------------------


def sheet(count: int, seed: int, performance_id: int = 1851) -> list[Seat]:
    """Seats 1, 2, 3 … of a performance, each at one of three prices."""
    prices = random.Random(seed).choices((1500, 2500, 3500), k=count)  # noqa: S311 - data, not secrets
    return [Seat(performance_id, number, pence) for number, pence in enumerate(prices, 1)]


def put(office: sqlite3.Connection, seats: Sequence[Seat]) -> None:
    """Free seats, in one transaction, with the next keys."""
    with office:
        for place, number, pence in seats:
            office.execute(
                "INSERT INTO seat (performance_id, number, pence) VALUES (?, ?, ?)",
                (place, number, pence),
            )


def mark_sold(office: sqlite3.Connection, seats: Sequence[int]) -> None:
    """Sold by somebody else: no order of ours."""
    with office:
        for seat_id in seats:
            office.execute("UPDATE seat SET status = 'sold' WHERE id = ?", (seat_id,))


def seats(office: sqlite3.Connection) -> list[Row]:
    """(performance, number, pence, status) of each seat."""
    sql = "SELECT performance_id, number, pence, status FROM seat ORDER BY id"
    return office.execute(sql).fetchall()


# --- Pages ------------------------------------------------------------------------------------


class Journey(NamedTuple):
    """A walk over the pages of one performance, while another one sells, too."""

    seed: int
    size: int
    mine: int
    other: int
    step: int = 1
    """Between two keys of the seats that stand there at first."""


class Others:
    """Who sell seats and add some, while the pages of a journey are read."""

    def __init__(self, office: sqlite3.Connection, journey: Journey) -> None:
        self.office, self.journey = office, journey
        self.draw = random.Random(journey.seed)  # noqa: S311 - data, not secrets
        rows = [
            *sheet(30, journey.seed, journey.mine),
            *sheet(30, journey.seed + 1, journey.other),
        ]
        self.draw.shuffle(rows)
        put(office, rows)
        with office:
            office.execute("UPDATE seat SET id = id * ?", (journey.step,))
        mark_sold(office, [key * journey.step for key in self.draw.sample(range(1, 61), 8)])
        self.at_first = [offer.id for offer in self.free()]
        self.gone: set[int] = set()

    def free(self) -> list[Offer]:
        """All free seats of the performance, by price, then by id."""
        sql = "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free'"
        found = [Offer(*row) for row in self.office.execute(sql, (self.journey.mine,))]
        return sorted(found, key=lambda offer: (offer.pence, offer.id))

    def whose(self) -> dict[int, tuple[int, str]]:
        """The performance and the status of each seat."""
        rows = self.office.execute("SELECT id, performance_id, status FROM seat")
        return {key: (place, status) for key, place, status in rows}

    def act(self, read: Sequence[Sequence[Offer]]) -> None:
        """After these pages: two seats go; the last one read is cheaper, sold, or as it was."""
        last, turn = read[-1][-1].id, len(read) % 3
        if turn == 1:
            with self.office:
                self.office.execute("UPDATE seat SET pence = 100 WHERE id = ?", (last,))
        sold = [*([last] if turn == 2 else []), *self.draw.sample(self.at_first, 2)]
        mark_sold(self.office, sold)
        self.gone |= {*sold}
        if len(read) < 4:
            news = enumerate((900, 900, 900, 2500), 100 + 10 * len(read))
            put(self.office, [Seat(self.journey.mine, number, pence) for number, pence in news])


# --- Books ------------------------------------------------------------------------------------

CUSTOMERS = "INSERT INTO customer VALUES (7013, 'Ada'), (8021, 'Ben');"
ADA, BEN = 7013, 8021
FOR_THE_HOUSE = 304
"""A seat that is sold without an order."""
LAST_ORDER = 5203


def fill_books(office: sqlite3.Connection, seed: int) -> None:
    """Sixty seats from 301 on: three are Ben's, by orders up to LAST_ORDER, 304 has none.

    Each of Ben's but the first was paid in two parts, so that payments have numbers of their own.
    Seats with an odd id came back once, and still carry the number of an old order.
    """
    put(office, sheet(60, seed))
    mark_sold(office, [FOR_THE_HOUSE - 300])
    with office:
        office.execute("UPDATE seat SET id = id + 300")
        for order_id, seat_id in ((5201, 301), (5202, 302), (LAST_ORDER, 303)):
            office.execute("INSERT INTO orders VALUES (?, ?)", (order_id, BEN))
            office.execute(
                "UPDATE seat SET status = 'sold', order_id = ? WHERE id = ?", (order_id, seat_id)
            )
            due = price(office, seat_id)
            for pence in [due] if order_id == 5201 else [due - 1000, 1000]:
                office.execute(
                    "INSERT INTO payment (order_id, pence) VALUES (?, ?)", (order_id, pence)
                )
        office.execute("UPDATE seat SET order_id = 5201 WHERE status = 'free' AND id % 2 = 1")


def price(office: sqlite3.Connection, seat_id: int) -> int:
    """In pence."""
    sql = "SELECT pence FROM seat WHERE id = ?"
    return int(office.execute(sql, (seat_id,)).fetchone()[0])


def books(office: sqlite3.Connection) -> dict[str, list[Row]]:
    """The rows of all sales."""
    queries = {
        "orders": "SELECT id, customer_id FROM orders ORDER BY id",
        "sold": "SELECT id, status, order_id FROM seat"
        " WHERE status <> 'free' OR order_id IS NOT NULL ORDER BY id",
        "payments": "SELECT order_id, pence FROM payment ORDER BY id",
    }
    return {part: office.execute(sql).fetchall() for part, sql in queries.items()}


# --- People -----------------------------------------------------------------------------------

PEOPLES_TABLES = ("customer", "customer_profile", "review", "orders", "payment")


PAID_ORDER, UNPAID_ORDER = 1, 4


def by_the_rules(tables: str) -> str:
    """The tables with the actions that the rules ask for."""
    return tables.format(
        customer_profile="CASCADE", review="SET NULL", orders="RESTRICT", payment="RESTRICT"
    )


class Keys(NamedTuple):
    """Who did order, the first three of them paid, and who never did."""

    ordered: list[int]
    never_ordered: list[int]


def fill_people(office: sqlite3.Connection, seed: int) -> Keys:
    """Eight customers with two reviews each; all but one have a profile, one ordered twice."""
    keys = random.Random(seed).sample(range(100, 900), 8)  # noqa: S311 - data, not secrets
    ordered, never_ordered = keys[:4], keys[4:]
    with office:
        for key in keys:
            person = (key, f"Guest {key}", f"guest{key}@theatre.example")
            office.execute("INSERT INTO customer VALUES (?, ?, ?)", person)
            if key != ordered[1]:
                office.execute("INSERT INTO customer_profile VALUES (?, 'Leeds')", (key,))
            for words in (f"Words {key}", f"More {key}"):
                sql = "INSERT INTO review (words, customer_id) VALUES (?, ?)"
                office.execute(sql, (words, key))
        for order_id, key in enumerate([*ordered, ordered[0]], 1):
            office.execute("INSERT INTO orders VALUES (?, ?)", (order_id, key))
        for order_id in (1, 2, 3):
            sql = "INSERT INTO payment (pence, order_id) VALUES (2500, ?)"
            office.execute(sql, (order_id,))
    return Keys(ordered, never_ordered)


def all_tables(office: sqlite3.Connection) -> dict[str, list[Row]]:
    """The rows of each table, in the order of its key."""
    return {
        table: office.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
        for table in PEOPLES_TABLES
    }


def without(tables: dict[str, list[Row]], key: int, ordered: bool) -> dict[str, list[Row]]:
    """What these tables should hold when the customer of this key has been forgotten."""
    kept = [row for row in tables["customer"] if row[0] != key]
    if ordered:
        kept = sorted([*kept, (key, "forgotten", None)])
    return {
        **tables,
        "customer": kept,
        "customer_profile": [row for row in tables["customer_profile"] if row[0] != key],
        "review": [
            (number, words, None if owner == key else owner)
            for number, words, owner in tables["review"]
        ],
    }


def has_foreign_keys(office: sqlite3.Connection) -> bool:
    """Whether the connection looks at them."""
    return bool(office.execute("PRAGMA foreign_keys").fetchone()[0])
