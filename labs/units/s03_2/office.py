"""The box office's database of S03.2: orders, and the operations that refund them."""

import sqlite3
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE orders (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,   -- in the order of their coming; stays inside
    id      TEXT NOT NULL UNIQUE,
    seat    TEXT NOT NULL,
    name    TEXT NOT NULL,
    state   TEXT NOT NULL DEFAULT 'paid'         -- or 'refunded'
);
CREATE UNIQUE INDEX sold_once ON orders (seat) WHERE state = 'paid';
CREATE TABLE operation (
    id        TEXT PRIMARY KEY,
    order_id  TEXT NOT NULL REFERENCES orders (id),
    state     TEXT NOT NULL DEFAULT 'running',   -- then 'succeeded' or 'failed'
    reason    TEXT                               -- why it has failed
);
CREATE UNIQUE INDEX refunded_once ON operation (order_id) WHERE state <> 'failed';
"""
SEATS = [f"{row}{number}" for row in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for number in range(1, 10)]
_PREFIX = "before:"


def new_office(orders: int = 0) -> Path:
    """A new file with so many orders, for the seats from Z9 downwards, A1 last."""
    path = own_folder() / "office.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {SCHEMA}")
        rows = [(order_id(number), SEATS[-number], "Ada") for number in range(1, orders + 1)]
        db.executemany("INSERT INTO orders (id, seat, name) VALUES (?, ?, ?)", rows)
        db.commit()
    return path


def order_id(number: int) -> str:
    """The id of the order with this number in a new office."""
    return f"{number * 7919:032x}"


def query(database: Path, sql: str, *values: object) -> list[dict[str, Any]]:
    """What one statement gives, committed. Raises sqlite3.IntegrityError if a table refuses it."""
    with closing(sqlite3.connect(database)) as db, db:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        return [dict(row) for row in db.execute(sql, values)]


def cursor_of(number: int) -> str:
    """A cursor for what comes after the order with this number."""
    return urlsafe_b64encode(f"{_PREFIX}{number}".encode()).decode()


def place_of(cursor: str) -> int:
    """The number that went into a cursor. Raises ValueError if it is none of ours."""
    try:
        text = b64decode(cursor.encode(), b"-_", validate=True).decode("ascii")
        number = int(text.removeprefix(_PREFIX))
    except ValueError:
        number = 0
    if cursor_of(number) != cursor or not 0 < number < 2**63:
        raise ValueError("This is no cursor of ours.")
    return number


def settle(database: Path, declined: Sequence[str] = ()) -> None:
    """The bank's answers have come: each running refund has succeeded, or failed if declined.

    `declined` are ids of orders.
    """
    for row in query(database, "SELECT id, order_id FROM operation WHERE state = 'running'"):
        if row["order_id"] in declined:
            sql = "UPDATE operation SET state = 'failed', reason = 'card closed' WHERE id = ?"
            query(database, sql, row["id"])
        else:
            query(database, "UPDATE orders SET state = 'refunded' WHERE id = ?", row["order_id"])
            query(database, "UPDATE operation SET state = 'succeeded' WHERE id = ?", row["id"])
