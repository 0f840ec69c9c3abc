"""Other callers of an SQLite file: one who has its lock, and one who comes between statements.

Both are seen by what calls `sqlite3.connect` meanwhile, and a lock keeps each out, as it does all.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
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
    """Sends one statement of its own by a real connection."""

    def __init__(self, database: Path, deed: str, values: Sequence[object]) -> None:
        self._database, self._deed, self._values = database, deed, values
        self.done = False
        """Whether a row of the table is other by it."""

    def comes(self) -> None:
        """Try it, without waiting for a lock."""
        with closing(_connect(self._database, timeout=0)) as db:
            try:
                changed = db.execute(self._deed, self._values).rowcount > 0
                db.commit()
            except (sqlite3.OperationalError, sqlite3.IntegrityError):
                return
        self.done = changed


@contextmanager
def rival(
    database: Path, verb: str, deed: str, *values: object, after: bool = False
) -> Iterator[Rival]:
    """Just before a statement with this verb, or just after it, somebody sends `deed`.

    Where a lock keeps them out, they try again before each later statement of the app.
    """
    other, met = Rival(database, deed, values), False

    def sees(statement: str) -> None:
        nonlocal met
        now = re.search(rf"\b{verb}\b", statement, re.IGNORECASE) is not None
        if (met or (now and not after)) and not other.done:
            other.comes()
        met = met or now

    def watched(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        connection: sqlite3.Connection = _connect(*args, **options)
        connection.set_trace_callback(sees)
        return connection

    with patch.object(sqlite3, "connect", watched):
        yield other
