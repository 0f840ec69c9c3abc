"""The box office's SQLite file, which this service only reads."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


class Database:
    """A pool of read-only connections, each lent to one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.resolve().as_uri()}?mode=ro"
        self._idle: deque[sqlite3.Connection] = deque()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for a moment; raises sqlite3.Error if the file cannot be opened."""
        try:
            db = self._idle.pop()
        except IndexError:
            db = self._connect()
        try:
            yield db
        except BaseException:
            db.close()  # it may be broken: the next one starts afresh
            raise
        self._idle.append(db)

    def why_unreadable(self) -> str | None:
        """None if performances can be read, else the reason; asks the file, not the pool."""
        try:
            with closing(self._connect()) as db:
                db.execute("SELECT id FROM performance LIMIT 1").fetchone()
        except sqlite3.Error as error:
            return str(error)
        return None

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> sqlite3.Connection:
        # Threads take turns with a connection, but the one that ends it may be another.
        return sqlite3.connect(self._uri, uri=True, check_same_thread=False)
