"""Other callers of the same file: one who has the lock, and one who comes in between."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

_connect = sqlite3.connect


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody writes all the while: who asks for the lock is refused at once, without waiting."""
    with closing(_connect(database)) as writer, patch.object(sqlite3, "connect", _impatient):
        writer.execute("BEGIN IMMEDIATE")
        yield


def _impatient(database: Path, *_: object, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
    connection: sqlite3.Connection = _connect(database, **(options | {"timeout": 0}))
    return connection


class Rival:
    """Sends one statement once the app has looked, as soon as no lock keeps it out."""

    def __init__(self, database: Path, deed: str) -> None:
        self._database, self._deed = database, deed
        self._looked = False
        self.done = False
        """Whether it came in while the app was at work."""

    def watch(self, *args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        """A connection whose statements are seen, each just before it runs."""
        connection: sqlite3.Connection = _connect(*args, **options)
        connection.set_trace_callback(self._sees)
        return connection

    def _sees(self, sql: str) -> None:
        if self._looked and not self.done:
            self.done = self._comes()
        self._looked = self._looked or "SELECT" in sql.upper()

    def _comes(self) -> bool:
        with closing(_connect(self._database, timeout=0)) as db:
            try:
                db.execute(self._deed)
                db.commit()
            except sqlite3.OperationalError:
                return False
        return True


@contextmanager
def rival(database: Path, deed: str) -> Iterator[Rival]:
    """Between the first SELECT of an app and its next statements somebody sends `deed`."""
    other = Rival(database, deed)
    with patch.object(sqlite3, "connect", other.watch):
        yield other
