"""What the exercises stand on: tables as the notebook gives them, and odd ones to load into."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

SHOWS = """
    CREATE TABLE venue (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE show (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE);
    CREATE TABLE performance (
        id        INTEGER PRIMARY KEY,
        show_id   INTEGER NOT NULL REFERENCES show (id),
        venue_id  INTEGER NOT NULL REFERENCES venue (id),
        starts    TEXT NOT NULL CHECK (starts GLOB '20??-??-??T??:??'),
        UNIQUE (venue_id, starts)
    );
"""
ORDERS_FOR_NOW = "CREATE TABLE orders (id INTEGER PRIMARY KEY);"
READY = """
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE customer (
        id     INTEGER PRIMARY KEY,
        name   TEXT NOT NULL,
        email  TEXT NOT NULL UNIQUE
    );
    CREATE TABLE orders (
        id           INTEGER PRIMARY KEY,
        customer_id  INTEGER NOT NULL REFERENCES customer (id),
        placed       TEXT NOT NULL
    );
    CREATE TABLE refund (
        id          INTEGER PRIMARY KEY,
        payment_id  INTEGER NOT NULL UNIQUE REFERENCES payment (id),
        pence       INTEGER NOT NULL CHECK (pence > 0),
        refunded    TEXT NOT NULL
    );
"""
WIDE_TICKET = """
    CREATE TABLE ticket (
        performance_id INTEGER REFERENCES performance,
        seat INTEGER,
        order_id INTEGER REFERENCES orders,
        UNIQUE (seat, order_id, performance_id)
    );
"""
"""A ticket whose foreign keys are a part of a key, and no key by themselves."""


class Line(NamedTuple):
    """A line of the sheet, as the notebook defines it."""

    number: int
    performance_id: int
    seat: int
    band: str
    pence: int | None
    order_id: int


ODD_RULES = """
    CREATE TABLE ticket (
        performance_id, seat CHECK (seat % 5 > 0), band, pence NOT NULL, order_id UNIQUE
    );
"""
"""No seat 5, 10, 15 …, and no order twice; a price of -1 is fine."""

REFUSED = [
    (5, "CHECK constraint failed: seat % 5 > 0"),
    (14, "NOT NULL constraint failed: ticket.pence"),
    (9, "UNIQUE constraint failed: ticket.order_id"),
]
"""What these rules refuse of `odd_lines`."""


def odd_lines(kind: type[Line], order: int) -> list[Line]:
    """Six lines, three of them good by the odd rules: those of the orders 1, 3 and `order`."""
    return [
        kind(2, 7, 12, "A", 4500, 1),
        kind(5, 7, 15, "Q'", 4500, 2),
        kind(4, 7, 12, "A", -1, 3),
        kind(14, 8, 1, "B", None, 4),
        kind(9, 8, 2, "B", 2100, 3),
        kind(20, 8, 2, "B", 2100, order),
    ]


def fill(db: sqlite3.Connection, sheet: Sequence[Line]) -> None:
    """The evenings and the orders of the sheet, once each."""
    db.executescript("""
        INSERT INTO venue VALUES (1, 'Oxbow Theatre');
        INSERT INTO show VALUES (1, 'Dido');
    """)
    db.executemany(
        "INSERT INTO performance VALUES (?, 1, 1, ?)",
        [(n, f"2027-03-{n:02}T19:30") for n in {line.performance_id for line in sheet}],
    )
    db.executemany(
        "INSERT INTO orders VALUES (?)", [(n,) for n in {line.order_id for line in sheet}]
    )
    db.commit()


def six_orders() -> sqlite3.Connection:
    """Paid twice; paid once; wholly returned; not paid yet; neither; and two equal payments.

    The first has one seat number on two evenings, and a payment whose id is that of an order.
    """
    db = sqlite3.connect(":memory:")
    db.executescript("""
        CREATE TABLE orders (id INTEGER, customer_id INTEGER, placed TEXT);
        CREATE TABLE payment (
            id INTEGER PRIMARY KEY, order_id INTEGER, pence INTEGER, method TEXT, paid TEXT
        );
        CREATE TABLE ticket (
            performance_id INTEGER, seat INTEGER, band TEXT, pence INTEGER, order_id INTEGER
        );
        INSERT INTO orders (id) VALUES (12), (10), (3), (9), (11), (15);
        INSERT INTO payment (id, order_id, pence, method)
        VALUES (1, 3, 1500, 'voucher'), (3, 3, 3600, 'card'), (9, 9, 2100, 'card'),
               (4, 10, 1900, 'transfer'), (5, 15, 2000, 'card'), (6, 15, 2000, 'card');
        INSERT INTO ticket (performance_id, seat, order_id, pence)
        VALUES (1, 1, 3, 1700), (2, 1, 3, 1700), (2, 2, 3, 1700), (2, 4, 9, 2100),
               (2, 5, 11, 900), (2, 6, 15, 4000);
    """)
    return db
