"""The box office's small database: performances, their seats, and who holds one."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE performance (
    id      INTEGER PRIMARY KEY,
    title   TEXT NOT NULL
);
CREATE TABLE seat (
    performance  INTEGER NOT NULL REFERENCES performance (id),
    code         TEXT NOT NULL,
    PRIMARY KEY (performance, code)
);
CREATE TABLE hold (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,   -- a number is never given twice
    performance  INTEGER NOT NULL,
    seat         TEXT NOT NULL,
    name         TEXT NOT NULL,
    UNIQUE (performance, seat),
    FOREIGN KEY (performance, seat) REFERENCES seat (performance, code)
);
"""

EVENINGS: Mapping[int, str] = {0: "Dido, dress rehearsal", 1: "Dido", 7: "The Long Winter"}
SEATS = ("A1", "A2", "A3", "A4", "A5", "A6")


def new_database(evenings: Mapping[int, str] = EVENINGS, first: int = 1) -> Path:
    """A new file with these performances, six seats each; its first hold gets the id `first`."""
    path = own_folder() / "office.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"{SCHEMA}")
        db.executemany("INSERT INTO performance VALUES (?, ?)", evenings.items())
        db.executemany(
            "INSERT INTO seat VALUES (?, ?)", [(each, code) for each in evenings for code in SEATS]
        )
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('hold', ?)", (first - 1,))
        db.commit()
    return path
