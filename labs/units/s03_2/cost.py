"""What SQLite does for an app: statements, and steps of its virtual machine."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

_connect = sqlite3.connect


@dataclass
class Cost:
    """What was done so far."""

    selects: int = 0
    steps: int = 0
    """About a dozen for each row that is read and given, whoever sorts or leaves it out."""

    def _sees(self, statement: str) -> None:
        self.selects += statement.lstrip()[:6].upper() in {"SELECT", "WITH"}

    def _steps(self) -> int:
        self.steps += 1
        return 0


@contextmanager
def counted() -> Iterator[Cost]:
    """What all who call `sqlite3.connect` meanwhile have SQLite do."""
    cost = Cost()

    def watched(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        connection: sqlite3.Connection = _connect(*args, **options)
        connection.set_trace_callback(cost._sees)
        connection.set_progress_handler(cost._steps, 1)
        return connection

    with patch.object(sqlite3, "connect", watched):
        yield cost
