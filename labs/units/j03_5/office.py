"""The box office's database: evenings, seats, holds, and the keys of programs."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE performance (
    id           INTEGER PRIMARY KEY,
    title        TEXT NOT NULL,
    starts       TEXT NOT NULL
);
CREATE TABLE seat (
    performance  INTEGER NOT NULL REFERENCES performance (id),
    code         TEXT NOT NULL,
    PRIMARY KEY (performance, code)
);
CREATE TABLE hold (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    performance  INTEGER NOT NULL,
    seat         TEXT NOT NULL,
    caller       TEXT NOT NULL,     -- such as guest:ada, or staff:kirkwall
    UNIQUE (performance, seat),
    FOREIGN KEY (performance, seat) REFERENCES seat (performance, code)
);
CREATE TABLE api_key (
    prefix       TEXT PRIMARY KEY,
    hash         TEXT NOT NULL,
    owner        TEXT NOT NULL,
    revoked      INTEGER NOT NULL DEFAULT 0
);
"""

SEATS = ("A1", "A2", "A3", "B1", "B2", "B3")


def new_office(seats: Sequence[str] = SEATS, performance: int = 7, first: int = 1) -> Path:
    """A new file with one evening that has these seats; its first hold gets the id `first`."""
    path = own_folder() / "office.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"{SCHEMA}")
        evening = (performance, "Dido", "2026-12-04T19:30")
        db.execute("INSERT INTO performance VALUES (?, ?, ?)", evening)
        db.executemany("INSERT INTO seat VALUES (?, ?)", [(performance, code) for code in seats])
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('hold', ?)", (first - 1,))
        db.commit()
    return path


def statement(database: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    """What one statement gives, by a connection of its own."""
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("PRAGMA foreign_keys = ON")
        return list(db.execute(sql, values))
