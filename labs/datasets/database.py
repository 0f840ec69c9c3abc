"""A SQLite file from the tables of a season, and the tables of such a file as CSV."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from labs.datasets.season import Scale, Season

TABLES = ("venue", "venue_band", "show", "performance", "price", "ticket", "sold")
_SCHEMA = Path(__file__).with_name("core.sql")
_TOTALS = "INSERT INTO sold SELECT performance_id, band, count(*) FROM ticket GROUP BY 1, 2"
_INDEXES = Path(__file__).with_name("core_indexes.sql")


def build(path: Path, scale: Scale) -> None:
    """Write `core` as a SQLite file to `path`, where nothing may be yet."""
    with closing(sqlite3.connect(path)) as db:
        # A file that is not finished is thrown away, so it needs no journal.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        db.executescript(_SCHEMA.read_text("utf-8"))
        for table, rows in Season().rows(scale):
            marks = ", ".join("?" * len(columns(db, table)))
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our names
        db.execute(_TOTALS)
        db.commit()
        db.executescript(_INDEXES.read_text("utf-8"))


def columns(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table and their SQL types."""
    return {name: kind for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")}


def csv_of(db: sqlite3.Connection, table: str) -> Iterator[bytes]:
    """The table as CSV in pieces: UTF-8, LF, a header, rows in the order of the primary key."""
    info = db.execute(f"PRAGMA table_info({table})").fetchall()
    key = [name for position, name in sorted((row[5], row[1]) for row in info) if position]
    rows = db.execute(f"SELECT * FROM {table} ORDER BY {', '.join(key)}")  # noqa: S608 - our names
    piece: list[tuple[object, ...]] = [tuple(column[0] for column in rows.description)]
    while piece:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(piece)
        yield text.getvalue().encode()
        piece = rows.fetchmany(10_000)
