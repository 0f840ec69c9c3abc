"""A season in SQLite, and an office that answers about it and keeps all that it was asked."""

import sqlite3
import time
from collections.abc import Sequence
from typing import Any

SCHEMA = """\
CREATE TABLE venue (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE show (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE performance (
    id INTEGER PRIMARY KEY, show_id INTEGER NOT NULL, venue_id INTEGER NOT NULL,
    starts TEXT NOT NULL, takings INTEGER NOT NULL DEFAULT 0);
CREATE INDEX performance_of_show ON performance (show_id, starts);
CREATE TABLE hold (
    id INTEGER PRIMARY KEY, performance_id INTEGER NOT NULL REFERENCES performance (id),
    seat TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    UNIQUE (performance_id, seat));
"""

SHOWS, EACH, VENUES = 20, 16, 24

_FIRST = ("The Hollow", "A Winter's", "Her Last", "The Paper", "Salt and", "The Ninth", "Dido's")
_SECOND = ("Crown", "Letter", "Lantern", "Orchard", "Voyage")
_TOWNS = ("Leeds", "Hull", "York", "Bath", "Deal", "Ayr", "Wick", "Kirkwall")
_HALLS = ("Playhouse", "Arts Centre", "Old Mill")


class Office:
    """Its database is in memory; `statements` are all that went to it, as SQLite saw them."""

    def __init__(self, shows: int = SHOWS, each: int = EACH) -> None:
        """With so many shows of so many performances each, numbered in the order of their days."""
        self.statements: list[str] = []
        self.rows = 0
        """How many rows the statements gave."""
        self.away_ms = 0.0
        """How far off the database is: what each statement waits, there and back."""
        # GraphQL's loop may be another thread's than the cell's
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(f"PRAGMA foreign_keys = ON; {SCHEMA}")
        halls = [f"{town} {hall}" for hall in _HALLS for town in _TOWNS]
        self.fill("venue", [(n, name) for n, name in enumerate(halls[:VENUES], 1)])
        titles = [f"{first} {second}" for second in _SECOND for first in _FIRST]
        self.fill("show", [(n, titles[n - 1]) for n in range(1, shows + 1)])
        performances = [
            (n, 1 + n % shows, 1 + n * 7 % VENUES, _day(n), 40_000 + n * 1_250)
            for n in range(1, shows * each + 1)
        ]
        self.fill("performance", performances)
        self._db.set_trace_callback(self.statements.append)

    def fill(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put rows into a table."""
        if rows:
            places = ",".join(["?"] * len(rows[0]))
            self._db.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608

    def query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """The rows that this statement gives; of a change, those after RETURNING.

        Raises sqlite3.Error, such as IntegrityError, if the database refuses it.
        """
        if self.away_ms:
            time.sleep(self.away_ms / 1_000)
        rows = [dict(row) for row in self._db.execute(sql, values)]
        self.rows += len(rows)
        return rows


class Interrupted(Office):
    """Another caller's hold comes just before the first INSERT."""

    def __init__(self, hold: Sequence[object]) -> None:
        """`hold` is evening, seat, name and key."""
        super().__init__(4, 2)
        self._waiting: Sequence[object] | None = hold

    def query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        if self._waiting and sql.lstrip().upper().startswith("INSERT"):
            self.fill("hold", [(77, *self._waiting)])
            self._waiting = None
        return super().query(sql, *values)


def _day(n: int) -> str:
    return f"2026-{3 + n // 28 % 9:02}-{1 + n % 28:02}T19:30"
