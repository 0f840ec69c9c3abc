"""A refusal is what the database says itself, by the code of its error."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pymysql
import pytest

from labs.judges import (
    Attack,
    CheckFailed,
    Kind,
    Refusal,
    attempt,
    database_of,
    insert,
    judge_accepted,
    judge_attack,
    judge_never_null,
    judging,
)
from labs.servers import MariaDB, Postgres

VENUE = "CREATE TABLE venue (id INTEGER PRIMARY KEY)"
TICKET = """
CREATE TABLE ticket (
    seat INTEGER NOT NULL PRIMARY KEY, pence INTEGER NOT NULL CHECK (pence > 0),
    venue_id INTEGER NOT NULL, FOREIGN KEY (venue_id) REFERENCES venue (id)
)"""
ROWS = [
    ((2, 500, 1), None),
    ((1, 500, 1), Kind.UNIQUE),
    ((3, None, 1), Kind.NOT_NULL),
    ((3, 0, 1), Kind.CHECK),
    ((3, 500, 9), Kind.FOREIGN_KEY),
    (("stalls", 500, 1), Kind.DATA_TYPE),
    ((3, 500, 1), None),
]


@pytest.fixture
def sqlite() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA foreign_keys = ON")
        yield db


def kinds(db: Any, mark: str) -> list[Kind | None]:
    """What becomes of each row of ROWS."""
    for statement in (VENUE, TICKET):
        assert attempt(db, statement) is None
    assert insert(db, "venue", {"id": 1}) is None
    assert insert(db, "ticket", {"seat": 1, "pence": 500, "venue_id": 1}) is None
    statement = f"INSERT INTO ticket VALUES ({mark}, {mark}, {mark})"  # noqa: S608 - a mark
    refusals = [attempt(db, statement, row) for row, _ in ROWS]
    return [refusal.kind if refusal else None for refusal in refusals]


def test_sqlite_names_the_kind(sqlite: sqlite3.Connection) -> None:
    assert kinds(sqlite, "?") == [kind for _, kind in ROWS]


def test_postgresql_names_the_kind() -> None:
    with Postgres.start() as server, server.client() as client:
        assert kinds(client, "%s") == [kind for _, kind in ROWS]
        with pytest.raises(psycopg.errors.UndefinedTable):
            attempt(client, "INSERT INTO tickets VALUES (1)")


def test_mariadb_names_the_kind() -> None:
    with MariaDB.start() as server, server.client() as client:
        assert kinds(client, "%s") == [kind for _, kind in ROWS]
        with pytest.raises(pymysql.err.ProgrammingError):
            attempt(client, "INSERT INTO tickets VALUES (1)")


def test_a_refusal_carries_the_code(sqlite: sqlite3.Connection) -> None:
    attempt(sqlite, "CREATE TABLE seat (n INTEGER PRIMARY KEY)")
    assert insert(sqlite, "seat", {"n": 1}) is None
    assert insert(sqlite, "seat", {"n": 1}) == Refusal(
        Kind.UNIQUE, "SQLITE_CONSTRAINT_PRIMARYKEY", "UNIQUE constraint failed: seat.n"
    )


@pytest.mark.parametrize(
    ("ddl", "row", "kind"),
    [
        ("CREATE TABLE t (a INT NOT NULL PRIMARY KEY) WITHOUT ROWID", [1, 1], Kind.UNIQUE),
        ("CREATE TABLE t (a INT, UNIQUE (a))", [1, 1], Kind.UNIQUE),
        ("CREATE TABLE t (a INT CONSTRAINT odd CHECK (a % 2))", [1, 2], Kind.CHECK),
        ("CREATE TABLE t (a INT) STRICT", [1, "x"], Kind.DATA_TYPE),
        (
            "CREATE TABLE t (a INT); CREATE TRIGGER no BEFORE INSERT ON t WHEN NEW.a > 1"
            " BEGIN SELECT RAISE(ABORT, 'no'); END",
            [1, 2],
            Kind.TRIGGER,
        ),
        (
            "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);"
            "CREATE TABLE t (a INT REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
            [1, 2],
            Kind.FOREIGN_KEY,
        ),
    ],
    ids=["without rowid", "unique", "named check", "strict", "trigger", "deferred"],
)
def test_any_style_of_constraint_is_told(
    sqlite: sqlite3.Connection, ddl: str, row: list[object], kind: Kind
) -> None:
    sqlite.executescript(ddl)
    first, second = (insert(sqlite, "t", {"a": value}) for value in row)
    assert first is None
    assert second is not None
    assert second.kind == kind
    assert sqlite.execute("SELECT count(*) FROM t").fetchone() == (1,)


@pytest.mark.parametrize("statement", ["INSERT INTO nowhere VALUES (1)", "INSRT", "SELECT 1 / x"])
def test_what_is_no_refusal_is_raised(sqlite: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.OperationalError):
        attempt(sqlite, statement)


# --- attacks ------------------------------------------------------------------------------

AGAIN = Attack(
    "the same seat again",
    "ticket",
    legal={"seat": 1, "pence": 500},
    illegal={"seat": 1, "pence": 700},
    by=[Kind.UNIQUE],
    repair="the seat needs a key.",
)


@pytest.fixture
def attacked(sqlite: sqlite3.Connection) -> Callable[[str, Attack], str]:
    """The message with which an attack on a table ends; empty if it is beaten off."""

    def attack(ddl: str, attack: Attack) -> str:
        sqlite.executescript(ddl)
        try:
            with judging("E1: refused") as judge:
                judge_attack(judge, sqlite, attack)
        except CheckFailed as failure:
            return " ".join(str(failure).split())
        return ""

    return attack


def test_a_refusal_after_a_legal_twin_counts(attacked: Callable[[str, Attack], str]) -> None:
    assert attacked("CREATE TABLE ticket (seat INT PRIMARY KEY, pence INT)", AGAIN) == ""


def test_an_illegal_row_that_goes_in_is_told(attacked: Callable[[str, Attack], str]) -> None:
    text = attacked("CREATE TABLE ticket (seat INT, pence INT)", AGAIN)
    assert "the same seat again: INSERT INTO ticket: seat 1, pence 700 came back accepted" in text
    assert "expected refused by UNIQUE likely the seat needs a key." in text


def test_a_legal_row_that_is_refused_is_told(attacked: Callable[[str, Attack], str]) -> None:
    text = attacked("CREATE TABLE ticket (seat INT, pence INT CHECK (pence > 900))", AGAIN)
    assert "a legal row: INSERT INTO ticket: seat 1, pence 500" in text
    assert "refused: CHECK constraint failed: pence > 900 expected accepted" in text


def test_a_refusal_of_another_kind_does_not_count(attacked: Callable[[str, Attack], str]) -> None:
    text = attacked("CREATE TABLE ticket (seat INT, pence INT CHECK (pence < 600))", AGAIN)
    assert "it was refused, but not for what is wrong with it: the seat needs a key." in text


@pytest.mark.parametrize(
    ("ddl", "says"),
    [
        ("", "ticket, or a table that it names, is missing"),
        ("CREATE TABLE ticket (seat INT)", "a column of ticket is missing, or is named otherwise"),
        (
            "CREATE TABLE p (a INT); CREATE TABLE ticket (seat INT REFERENCES p (a), pence INT)",
            "must lead to the PRIMARY KEY of the other table",
        ),
        ("CREATE VIEW ticket AS SELECT 1 AS seat, 2 AS pence", "ticket is not as the text"),
    ],
    ids=["no table", "no column", "no key", "a view"],
)
def test_a_table_that_takes_no_rows_refuses_nothing(
    attacked: Callable[[str, Attack], str], ddl: str, says: str
) -> None:
    assert says in attacked(ddl, AGAIN)


@pytest.mark.parametrize("way", ["IGNORE", "REPLACE"])
def test_a_refusal_that_is_swallowed_is_told(
    attacked: Callable[[str, Attack], str], way: str
) -> None:
    text = attacked(f"CREATE TABLE ticket (seat INT UNIQUE ON CONFLICT {way}, pence INT)", AGAIN)
    assert "an ON CONFLICT swallows the refusal" in text


def test_why_a_legal_row_was_refused_may_depend_on_the_refusal(sqlite: sqlite3.Connection) -> None:
    sqlite.execute("CREATE TABLE t (a INT CHECK (a > 5))")
    with judging("E1") as judge:
        judge_accepted(judge, sqlite, "t", {"a": 6})
    with pytest.raises(CheckFailed, match="too strict: CHECK"), judging("E1") as judge:
        judge_accepted(judge, sqlite, "t", {"a": 1}, lambda refusal: f"too strict: {refusal.kind}")


@pytest.mark.parametrize("key", ["INTEGER PRIMARY KEY", "INTEGER NOT NULL UNIQUE"])
def test_a_key_that_fills_in_or_refuses_null_is_never_null(
    sqlite: sqlite3.Connection, key: str
) -> None:
    sqlite.execute(f"CREATE TABLE t (id {key}, a INT)")
    with judging("E1") as judge:
        judge_never_null(judge, sqlite, "t", {"id": None, "a": 1}, "id is the key.")


@pytest.mark.parametrize("key", ["INT PRIMARY KEY", "INTEGER UNIQUE", "TEXT PRIMARY KEY"])
def test_a_key_that_keeps_null_is_told(sqlite: sqlite3.Connection, key: str) -> None:
    sqlite.execute(f"CREATE TABLE t (id {key}, a INT)")
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        judge_never_null(judge, sqlite, "t", {"id": None, "a": 1}, "id is the key.")
    text = " ".join(str(caught.value).split())
    assert "a row whose id is NULL expected a number filled in, or a refusal" in text


# --- databases of a learner's making ------------------------------------------------------


def test_a_database_has_the_tables_and_enforces_foreign_keys() -> None:
    with judging("E1") as judge:
        db = database_of(judge, VENUE + ";", "PRAGMA foreign_keys = OFF;" + TICKET)
    refusal = insert(db, "ticket", {"seat": 1, "pence": 500, "venue_id": 9})
    assert refusal is not None
    assert refusal.kind is Kind.FOREIGN_KEY


def test_a_text_is_named_after_the_function_that_returns_it() -> None:
    def seat_table() -> object:
        return "CREATE TABLE seat (a INT,)"

    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        database_of(judge, VENUE, seat_table)
    assert "SQLite, with the text of seat_table(): CREATE TABLE" in str(caught.value)


@pytest.mark.parametrize(
    ("ddl", "says"),
    [
        (lambda: None, "came back None expected a text likely return the statements"),
        (lambda: [VENUE], "one text with all statements, not a list."),
        ("CREATE TABLE t (a INT,)", 'near ")": syntax error expected tables likely before that'),
        ("CREATE TABLE t (a INT) CREATE TABLE u (a INT)", "is the semicolon after the statement"),
        ("CREATE TABLE t (a INT", "a bracket is open"),
        ("CREATE TABLE t (a INT FOREIGN KEY (a) REFERENCES venue)", "FOREIGN KEY (…) stands after"),
        ("CREATE TABLE t (a INT, PRIMARY KEY (b))", "a column that the table lacks"),
        (
            "CREATE TABLE t (a INT, FOREIGN KEY (b) REFERENCES venue)",
            "a column that the table lacks",
        ),
        ("CREATE TABLE t (a INT PRIMARY KEY, b INT PRIMARY KEY)", "a table has one primary key"),
        (VENUE, "this table is created twice"),
        ("CREATE TABLE t (a INT CHEK (a > 0))", "just before that word"),
    ],
    ids=[
        "none",
        "list",
        "comma",
        "semicolon",
        "open",
        "foreign key",
        "key",
        "column",
        "keys",
        "twice",
        "word",
    ],
)
def test_what_sqlite_cannot_read_is_told_with_a_cause(
    ddl: str | Callable[[], object], says: str
) -> None:
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        database_of(judge, VENUE, ddl)
    assert says in " ".join(str(caught.value).split())
