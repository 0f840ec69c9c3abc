"""The box office's keys and who has used them, in a file of SQLite."""

import sqlite3
from contextlib import closing
from pathlib import Path

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE api_key (
    prefix  TEXT PRIMARY KEY,
    hash    TEXT NOT NULL,
    owner   TEXT NOT NULL,
    scopes  TEXT NOT NULL,      -- with a space between: read hold
    ends    INTEGER             -- refused from this second on; NULL: no end is set
);
CREATE TABLE usage (
    prefix  TEXT NOT NULL,
    hour    INTEGER NOT NULL,   -- since 1970
    calls   INTEGER NOT NULL,
    PRIMARY KEY (prefix, hour)
);
"""


def new_office() -> Path:
    """A new file, which keeps a log of what is written (`-wal`), with both tables empty."""
    path = own_folder() / "office.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"PRAGMA journal_mode = WAL; {SCHEMA}")
    return path


def query(database: Path, sql: str, *values: object) -> list[dict[str, object]]:
    """The rows that one statement gives; of a change, those after RETURNING."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]
