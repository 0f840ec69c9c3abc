"""Whether a database itself refuses a row, and by which kind of constraint.

    attempt(db, "INSERT INTO ticket VALUES (?, ?)", (7, 12))   # None: accepted, and kept
    attempt(db, "INSERT INTO ticket VALUES (?, ?)", (7, 12))   # Refusal(kind=Kind.UNIQUE, …)

The same for SQLite, PostgreSQL and MariaDB: the kind is read from the code of the error, never
from its words. A missing table or a slip in the SQL is no refusal: that error is raised.
"""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from labs.judges.judge import Judge, Likely


class Kind(StrEnum):
    """What refuses a row; a primary key is UNIQUE, too."""

    UNIQUE = "UNIQUE"
    NOT_NULL = "NOT NULL"
    CHECK = "CHECK"
    FOREIGN_KEY = "FOREIGN KEY"
    DATA_TYPE = "data type"
    TRIGGER = "trigger"


@dataclass(frozen=True)
class Refusal:
    """The database said no."""

    kind: Kind
    code: str
    """SQLite's name of the error, an SQLSTATE, or MariaDB's number."""
    message: str

    def __str__(self) -> str:
        # SQLite's own words begin with the kind: once is enough.
        by = "" if self.message.startswith(self.kind) else f" by {self.kind}"
        return f"refused{by}: {self.message}"


_SQLITE = {
    "SQLITE_CONSTRAINT_UNIQUE": Kind.UNIQUE,
    "SQLITE_CONSTRAINT_PRIMARYKEY": Kind.UNIQUE,
    "SQLITE_CONSTRAINT_ROWID": Kind.UNIQUE,
    "SQLITE_CONSTRAINT_NOTNULL": Kind.NOT_NULL,
    "SQLITE_CONSTRAINT_CHECK": Kind.CHECK,
    "SQLITE_CONSTRAINT_FOREIGNKEY": Kind.FOREIGN_KEY,
    "SQLITE_CONSTRAINT_DATATYPE": Kind.DATA_TYPE,
    "SQLITE_MISMATCH": Kind.DATA_TYPE,
    "SQLITE_CONSTRAINT_TRIGGER": Kind.TRIGGER,
}
_DATATYPE = (3091, "SQLITE_CONSTRAINT_DATATYPE")
_SQLSTATE = {
    "23505": Kind.UNIQUE,
    "23P01": Kind.UNIQUE,  # EXCLUDE
    "23502": Kind.NOT_NULL,
    "23514": Kind.CHECK,
    "23503": Kind.FOREIGN_KEY,
    "23001": Kind.FOREIGN_KEY,  # ON DELETE RESTRICT
    "22001": Kind.DATA_TYPE,  # too long
    "22003": Kind.DATA_TYPE,  # out of range
    "22007": Kind.DATA_TYPE,  # no date
    "22008": Kind.DATA_TYPE,  # no such day
    "22P02": Kind.DATA_TYPE,  # no number
    "P0001": Kind.TRIGGER,
}
_MARIADB = {
    1062: Kind.UNIQUE,
    1048: Kind.NOT_NULL,
    1364: Kind.NOT_NULL,  # left out, and without a default
    4025: Kind.CHECK,
    3819: Kind.CHECK,  # MySQL
    1216: Kind.FOREIGN_KEY,
    1217: Kind.FOREIGN_KEY,
    1451: Kind.FOREIGN_KEY,
    1452: Kind.FOREIGN_KEY,
    1264: Kind.DATA_TYPE,
    1265: Kind.DATA_TYPE,
    1292: Kind.DATA_TYPE,
    1366: Kind.DATA_TYPE,
    1406: Kind.DATA_TYPE,
    1644: Kind.TRIGGER,  # SIGNAL
}


class Connection(Protocol):
    """What sqlite3, psycopg and pymysql connections have in common."""

    def cursor(self) -> Any: ...  # noqa: ANN401 - each driver's own
    def commit(self) -> None: ...
    def rollback(self) -> None: ...


def attempt(db: Connection, statement: str, values: Sequence[object] = ()) -> Refusal | None:
    """Execute and commit; None if the database accepted it, or how it was refused.

    What was refused is rolled back, with whatever else was not committed on this connection.
    Raises the driver's error if it is no refusal: a missing table, SQL that cannot be read.
    """
    try:
        cursor = db.cursor()
        try:
            cursor.execute(statement, tuple(values))
            db.commit()  # where deferred constraints are looked at
        finally:
            cursor.close()
    except Exception as error:
        db.rollback()
        refusal = refusal_of(error)
        if refusal is None:
            raise
        return refusal
    return None


def refusal_of(error: Exception) -> Refusal | None:
    """What a driver's error says: which kind of constraint refused; None if none did."""
    # By what the errors carry: nobody has to load three drivers to use one.
    kind: Kind | None = None
    code, message = "", str(error)
    if isinstance(error, sqlite3.Error):
        # Python does not know SQLITE_CONSTRAINT_DATATYPE, of STRICT tables, by its name.
        number = getattr(error, "sqlite_errorcode", 0)
        code = _DATATYPE[1] if number == _DATATYPE[0] else getattr(error, "sqlite_errorname", "")
        kind = _SQLITE.get(code)
    elif len(error.args) == 2 and isinstance(error.args[0], int):
        number, message = error.args
        code, kind = str(number), _MARIADB.get(number)
    elif state := getattr(error, "sqlstate", None):
        code, kind, message = state, _SQLSTATE.get(state), message.splitlines()[0]
    return Refusal(kind, code, message) if kind else None


Row = Mapping[str, object]
"""The values of one row, by column."""


def insert(db: Connection, table: str, row: Row) -> Refusal | None:
    """Insert and commit one row; None if it was accepted. Raises what `attempt` raises."""
    mark = "?" if isinstance(db, sqlite3.Connection) else "%s"
    marks = ", ".join([mark] * len(row))
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - our names
    return attempt(db, statement, tuple(row.values()))


def database_of(judge: Judge, *ddl: str | Callable[[], object]) -> sqlite3.Connection:
    """An empty SQLite database in memory with these tables; foreign keys are enforced.

    A piece is a text, or the learner's function that returns one.
    Raises CheckFailed if a piece is no text, or SQLite cannot execute it.
    """
    db = sqlite3.connect(":memory:")
    for number, piece in enumerate(ddl, 1):
        if callable(piece):
            which, text = f"the text of {piece.__name__}()", piece()
        else:
            which, text = f"text {number} of {len(ddl)} with CREATE TABLE statements", piece
        judge.that(
            isinstance(text, str),
            called=f"SQLite, with {which}",
            got=repr(text),
            expected="a text",
            likely=[
                (text is None, "return the statements as one text: is a `return` missing?"),
                (True, f"one text with all statements, not a {type(text).__name__}."),
            ],
        )
        try:
            db.executescript(str(text))
        except sqlite3.Error as error:
            judge.that(
                False,
                called=f"SQLite, with {which}: {' '.join(str(text).split())}",
                got=f"{type(error).__name__}: {error}",
                expected="tables",
                likely=_why_unread(str(error)),
            )
    db.commit()
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _why_unread(said: str) -> list[tuple[object, str]]:
    return [
        ('near ")"' in said, "before that bracket: a comma too many, or something left out?"),
        ('near "CREATE"' in said, "is the semicolon after the statement before it missing?"),
        ('near "FOREIGN"' in said, "FOREIGN KEY (…) stands after all columns; is a comma missing?"),
        (
            "more than one primary key" in said,
            "a table has one primary key; of several columns: PRIMARY KEY (this, that).",
        ),
        ("incomplete input" in said, "a bracket is open at the end of the text."),
        (
            "unknown column" in said or "no such column" in said,
            "a key or a foreign key names a column that the table lacks.",
        ),
        ("already exists" in said, "this table is created twice, or it was given."),
        ("near" in said, "just before that word: a comma, a bracket or a quote?"),
        (True, "SQLite says what it did not understand."),
    ]


@dataclass(frozen=True)
class Attack:
    """A row that must be refused, and a legal one beside it that must not be."""

    what: str
    """What is wrong with the illegal row: "the same seat of the same evening again"."""
    table: str
    legal: Row
    illegal: Row
    by: Collection[Kind]
    """The kinds of constraint that may refuse it."""
    repair: str
    """What to do if it is accepted."""
    strict: str = "this row is right: which of your constraints is too strict?"
    """What to do if the legal row is refused."""


def judge_accepted(
    judge: Judge,
    db: Connection,
    table: str,
    row: Row,
    likely: Likely | Callable[[Refusal], Likely] = Attack.strict,
) -> None:
    """Insert a legal row, which must be accepted; `likely` may depend on the refusal.

    Raises CheckFailed if it is refused, saying by what.
    """
    refusal = _tried(judge, db, table, row)
    if refusal is None:
        return
    judge.that(
        False,
        called=f"a legal row: {_shown(table, row)}",
        got=str(refusal),
        expected="accepted",
        likely=likely(refusal) if callable(likely) else likely,
    )


def judge_never_null(judge: Judge, db: Connection, table: str, row: Row, repair: str) -> None:
    """Insert a row with None in a column: it may be refused, or filled in, but not kept so.

    For a key that numbers its rows itself, where NULL is not always refused.
    Raises CheckFailed if the table then holds a row with NULL in that column.
    """
    column = next(name for name, value in row.items() if value is None)
    _tried(judge, db, table, row)
    judge.that(
        _count(db, table, f"{column} IS NULL") == 0,
        called=_shown(table, row),
        got=f"accepted: a row whose {column} is NULL",
        expected="a number filled in, or a refusal",
        likely=repair,
    )


def judge_attack(judge: Judge, db: Connection, attack: Attack) -> None:
    """Insert the legal row, which must be accepted, and then the illegal one, which must not.

    Raises CheckFailed, saying which row went which way and why.
    """
    judge_accepted(judge, db, attack.table, attack.legal, attack.strict)
    before = _count(db, attack.table)
    illegal = _tried(judge, db, attack.table, attack.illegal)
    called = f"{attack.what}: {_shown(attack.table, attack.illegal)}"
    wanted = " or ".join(attack.by)
    judge.that(
        illegal is not None,
        called=called,
        got="accepted",
        expected=f"refused by {wanted}",
        likely=[
            (
                illegal is None and _count(db, attack.table) <= before,
                "no row was added, and nothing is said: an ON CONFLICT swallows the refusal.",
            ),
            (True, attack.repair),
        ],
    )
    judge.that(
        illegal is None or illegal.kind in attack.by,
        called=called,
        got=str(illegal),
        expected=f"refused by {wanted}",
        likely=f"it was refused, but not for what is wrong with it: {attack.repair}",
    )


def _tried(judge: Judge, db: Connection, table: str, row: Row) -> Refusal | None:
    """As `insert`; any other error becomes the message of the check."""
    try:
        return insert(db, table, row)
    except Exception as error:
        judge.that(
            False,
            called=_shown(table, row),
            got=f"{type(error).__name__}: {error}",
            expected="a table that takes these columns",
            likely=_why_broken(table, str(error)),
        )
        raise


def _count(db: Connection, table: str, condition: str = "1 = 1") -> int:
    cursor = db.cursor()
    try:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")  # noqa: S608 - our names
        return int(cursor.fetchone()[0])
    finally:
        cursor.close()


def _why_broken(table: str, said: str) -> list[tuple[object, str]]:
    return [
        (
            "no such table" in said,
            f"{table}, or a table that it names, is missing: are the names those of the text?",
        ),
        ("no column" in said, f"a column of {table} is missing, or is named otherwise."),
        (
            "foreign key mismatch" in said,
            "a foreign key must lead to the PRIMARY KEY of the other table, or to a UNIQUE of it.",
        ),
        (True, f"{table} is not as the text describes it."),
    ]


def _shown(table: str, row: Row) -> str:
    return f"INSERT INTO {table}: " + ", ".join(f"{name} {value!r}" for name, value in row.items())
