"""The box office's database of J03.4: evenings, their seats, holds, and what was answered."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE performance (
    id      INTEGER PRIMARY KEY,
    title   TEXT NOT NULL,
    venue   TEXT NOT NULL,
    starts  TEXT NOT NULL,                -- such as 2026-12-03T19:30
    note    TEXT
);
CREATE TABLE hold (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    performance  INTEGER NOT NULL REFERENCES performance (id),
    name         TEXT NOT NULL
);
CREATE TABLE seat (
    performance  INTEGER NOT NULL REFERENCES performance (id) ON DELETE CASCADE,
    code         TEXT NOT NULL,
    hold         INTEGER REFERENCES hold (id),   -- NULL: free
    PRIMARY KEY (performance, code)
);
CREATE TABLE answer (                     -- what was answered to an Idempotency-Key
    key    TEXT PRIMARY KEY,
    asked  TEXT NOT NULL,
    body   TEXT NOT NULL
);
"""


class Evening(NamedTuple):
    """A row of the table performance."""

    id: int
    title: str
    venue: str
    starts: str
    note: str | None = None


SEASON: Sequence[Evening] = (
    Evening(1, "Dido", "Kirkwall", "2026-12-03T19:30"),
    Evening(2, "The Long Winter", "Stromness", "2026-12-03T19:30", "with subtitles"),
    Evening(3, "Gala", "Kirkwall", "2026-12-31T20:00"),
    Evening(4, "Dido", "Stromness", "2026-12-05T19:30"),
    Evening(5, "Dido", "Kirkwall", "2026-12-03T14:00", "for schools"),
    Evening(6, "Ferry Songs", "Kirkwall", "2026-12-03T19:30"),
    Evening(7, "The Long Winter", "Stromness", "2026-12-04T19:30"),
)


def new_office(evenings: Sequence[Evening] = SEASON, seats: int = 6, first: int = 1) -> Path:
    """A new file with these evenings, so many seats each; its first hold gets the id `first`."""
    path = own_folder() / "office.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"PRAGMA journal_mode = WAL; {SCHEMA}")
        db.executemany("INSERT INTO performance VALUES (?, ?, ?, ?, ?)", evenings)
        db.executemany(
            "INSERT INTO seat (performance, code) VALUES (?, ?)",
            [(each.id, f"A{number:03}") for each in evenings for number in range(1, seats + 1)],
        )
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('hold', ?)", (first - 1,))
        db.commit()
    return path


def print_of(database: Path) -> str:
    """A few characters that stand for all rows of the file: alike if and only if these are."""
    with closing(sqlite3.connect(database)) as db:
        return sha256("\n".join(db.iterdump()).encode()).hexdigest()[:8]
