"""The box office's database of S03.3: evenings as JSON documents, posters, and guests."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE evening (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    version  INTEGER NOT NULL DEFAULT 1,  -- one more at each change
    body     TEXT NOT NULL,               -- a JSON object
    gone     INTEGER NOT NULL DEFAULT 0   -- 1: deleted; its row stays for the orders
);
CREATE TABLE poster (name TEXT PRIMARY KEY, svg TEXT NOT NULL);
CREATE TABLE guest (key TEXT PRIMARY KEY, name TEXT NOT NULL, credit INTEGER NOT NULL);
"""
TITLES = ("Dido", "The Long Winter", "Gala", "Ferry Songs", "Noye's Fludde")
GUESTS: Sequence[tuple[str, str, int]] = (("k-ada", "Ada", 1200), ("k-ben", "Ben", 0))
Row = dict[str, Any]


def poster_of(title: str) -> tuple[str, str]:
    """A poster and its name, which is a hash of it: another poster has another name."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{title}</text></svg>'
    return sha256(svg.encode()).hexdigest()[:12], svg


def season(titles: Sequence[str] = TITLES) -> list[Row]:
    """The documents of some evenings, prices in pence."""
    return [
        {
            "title": title,
            "venue": ("Kirkwall", "Stromness")[number % 2],
            "starts": f"2026-12-0{number + 3}T19:30",
            "prices": {"stalls": 3000 + 100 * number, "circle": 2000 + 100 * number},
            "poster": poster_of(title)[0],
        }
        for number, title in enumerate(titles)
    ]


def new_office(
    documents: Sequence[Mapping[str, Any]] = (),
    guests: Sequence[tuple[str, str, int]] = GUESTS,
    first: int = 1,
) -> Path:
    """A new file with these evenings (else a season of five); the first one's id is `first`."""
    path = own_folder() / "office.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {SCHEMA}")
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('evening', ?)", (first - 1,))
        bodies = [(json.dumps(each),) for each in documents or season()]
        db.executemany("INSERT INTO evening (body) VALUES (?)", bodies)
        db.executemany("INSERT INTO poster VALUES (?, ?)", map(poster_of, TITLES))
        db.executemany("INSERT INTO guest VALUES (?, ?, ?)", guests)
        db.commit()
    return path


@contextmanager
def transaction(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the write lock; commits at the end, or rolls back if an error leaves it."""
    with closing(sqlite3.connect(database)) as db, db:
        db.row_factory = sqlite3.Row
        db.execute("BEGIN IMMEDIATE")
        yield db


def rows(db: sqlite3.Connection, sql: str, *values: object) -> list[Row]:
    """What a statement gives."""
    return [dict(row) for row in db.execute(sql, values)]


def read(database: Path, sql: str, *values: object) -> list[Row]:
    """The rows of one SELECT, without a lock."""
    with closing(sqlite3.connect(database)) as db:
        db.row_factory = sqlite3.Row
        return rows(db, sql, *values)


def written_elsewhere(database: Path, number: int, **members: object) -> None:
    """Change an evening as a replica on another machine would: past all of this process."""
    with transaction(database) as db:
        [row] = rows(db, "SELECT * FROM evening WHERE id = ?", number)
        body = json.dumps(json.loads(row["body"]) | members)
        sql = "UPDATE evening SET body = ?, version = version + 1 WHERE id = ?"
        db.execute(sql, (body, number))
