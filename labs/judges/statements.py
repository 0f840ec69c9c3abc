"""The SQL that a program sent: how many statements, how many commits, with parameters or not.

office = sqlite3.connect(path, factory=Recorded)
with statements(office) as seen:
    repository.get(7)
seen.commits            # 0
seen.spelling_out(7)    # [] if the 7 travelled as a parameter
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LITERAL = re.compile(
    r"'(?P<text>(?:[^']|'')*)'"  # 'Ada'
    r'|"(?P<quoted>(?:[^"]|"")*)"'  # "Ada": a name in SQL, which SQLite also takes for a text
    r"|(?<![\w.:@$?%])(?P<number>\d+(?:\.\d+)?)(?!\w)"
    r"|--[^\n]*|/\*.*?\*/",
    re.DOTALL,
)
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "CREATE", "DROP", "ALTER")


@dataclass(frozen=True)
class Statement:
    """One statement as the program wrote it, placeholders and all."""

    text: str
    parameters: object = ()
    """What was handed over beside the text; for `executemany` the list of all rows."""

    @property
    def verb(self) -> str:
        """The first word, in capitals: SELECT, INSERT, …"""
        word = re.search(r"[A-Za-z]+", _LITERAL.sub(_without_comment, self.text))
        return word[0].upper() if word else ""

    @property
    def literals(self) -> list[str]:
        """The texts and numbers that stand in the text itself."""
        found = (match.groupdict() for match in _LITERAL.finditer(self.text))
        return [
            (groups["text"] or "").replace("''", "'")
            if groups["text"] is not None
            else str(groups["quoted"] or groups["number"])
            for groups in found
            if any(value is not None for value in groups.values())
        ]


@dataclass
class Statements:
    """What one connection, or one engine, sent while a block ran."""

    run: list[str] = field(default_factory=list)
    """Each statement as it ran, BEGIN and COMMIT too. SQLite shows it with its values filled in,
    once for each row of `executemany`; an action of a foreign key shows its DELETE again."""
    changes: list[int] = field(default_factory=list)
    """The rows that each of `run` changed; SQLite only, and known once the next one runs."""
    commits: int = 0
    """Changes made to last: each COMMIT, and each change outside of a transaction."""
    rollbacks: int = 0
    written: list[Statement] | None = field(default_factory=list)

    @property
    def sent(self) -> list[Statement]:
        """What the program handed over, without BEGIN and COMMIT that the driver adds.

        Raises TypeError for a connection of sqlite3 that is not `Recorded`: only its own cursors
        see a text before the values are filled in.
        """
        if self.written is None:
            raise TypeError(
                "SQLite shows statements with their values filled in. To see what was written, "
                "open the connection by sqlite3.connect(path, factory=Recorded)."
            )
        return self.written

    def spelling_out(self, *values: object) -> list[Statement]:
        """The statements that hold one of these values as a literal, not as a parameter."""
        wanted = {str(value) for value in values}
        return [one for one in self.sent if wanted & set(one.literals)]


class _RecordedCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> "_RecordedCursor":  # noqa: ANN401
        self._record(sql, parameters)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> "_RecordedCursor":
        handed_over = list(rows)
        self._record(sql, handed_over)
        return super().executemany(sql, handed_over)

    def executescript(self, script: str, /) -> "_RecordedCursor":
        self._record(script, ())
        return cast(_RecordedCursor, super().executescript(script))

    def _record(self, text: str, parameters: object) -> None:
        if isinstance(self.connection, Recorded) and self.connection.written is not None:
            self.connection.written.append(Statement(text, parameters))


class Recorded(sqlite3.Connection):
    """A connection of sqlite3 whose statements are kept as they were written."""

    written: list[Statement] | None = None

    def cursor(self, factory: Any = None) -> Any:  # noqa: ANN401 - as sqlite3 has it
        return super().cursor(factory or _RecordedCursor)

    # sqlite3's own would make plain cursors
    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401
        return cast(sqlite3.Cursor, self.cursor().execute(sql, parameters))

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        return cast(sqlite3.Cursor, self.cursor().executemany(sql, rows))

    def executescript(self, script: str, /) -> sqlite3.Cursor:
        return cast(sqlite3.Cursor, self.cursor().executescript(script))


@contextmanager
def statements(
    source: "sqlite3.Connection | Engine", before: Callable[[str], object] | None = None
) -> Iterator[Statements]:
    """What this connection of sqlite3, or this engine of SQLAlchemy, sends while the block runs.

    `before` is called with each statement just before it runs: there a test can let another
    connection in. What it raises is raised when the block ends. Blocks do not nest.
    """
    if isinstance(source, sqlite3.Connection):
        with _of_sqlite(source, before) as seen:
            yield seen
    else:
        with _of_engine(source, before) as seen:
            yield seen


@contextmanager
def _of_sqlite(
    connection: sqlite3.Connection, before: Callable[[str], object] | None
) -> Iterator[Statements]:
    seen = Statements(written=[] if isinstance(connection, Recorded) else None)
    errors: list[Exception] = []
    last = ("", connection.in_transaction, connection.total_changes)

    def settle() -> None:
        """Say what became of the statement before: only now has it run."""
        text, within, changes = last
        if text:
            seen.changes.append(connection.total_changes - changes)
        if within and not connection.in_transaction:
            if _first_word(text) == "ROLLBACK":
                seen.rollbacks += 1
            else:
                seen.commits += 1
        elif not within and not connection.in_transaction and _first_word(text) in _WRITES:
            seen.commits += connection.total_changes > changes or _first_word(text) == "CREATE"

    def trace(statement: str) -> None:
        nonlocal last
        settle()
        text = statement.strip()
        seen.run.append(text)
        last = (text, connection.in_transaction, connection.total_changes)
        if before is not None and not errors:
            try:
                before(text)
            except Exception as error:  # sqlite3 would swallow it
                errors.append(error)

    if isinstance(connection, Recorded):
        connection.written = seen.written
    connection.set_trace_callback(trace)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)
        settle()
        if isinstance(connection, Recorded):
            connection.written = None
    if errors:
        raise errors[0]


@contextmanager
def _of_engine(engine: "Engine", before: Callable[[str], object] | None) -> Iterator[Statements]:
    from sqlalchemy import event

    seen = Statements()

    def execute(*arguments: Any) -> None:  # noqa: ANN401 - connection, cursor, text, parameters …
        _, _, text, parameters, *_ = arguments
        seen.run.append(text)
        seen.sent.append(Statement(text, parameters))
        if before is not None:
            before(text)

    def commit(_: object) -> None:
        seen.commits += 1

    def rollback(_: object) -> None:
        seen.rollbacks += 1

    hooks = {"before_cursor_execute": execute, "commit": commit, "rollback": rollback}
    for name, hook in hooks.items():
        event.listen(engine, name, hook)
    try:
        yield seen
    finally:
        for name, hook in hooks.items():
            event.remove(engine, name, hook)


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].upper() if text else ""


def _without_comment(match: re.Match[str]) -> str:
    return "" if match[0].startswith(("--", "/*")) else match[0]
