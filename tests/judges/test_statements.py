"""What a connection or an engine sent: texts as they were written, commits as they happened."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from labs.judges import Recorded, statements
from labs.judges.statements import Statement


@pytest.fixture
def office() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", factory=Recorded)) as connection:
        connection.executescript(
            "CREATE TABLE seat (id INTEGER PRIMARY KEY, name TEXT UNIQUE);"
            "CREATE TABLE hold (seat_id INTEGER REFERENCES seat (id) ON DELETE CASCADE);"
            "PRAGMA foreign_keys = ON"
        )
        yield connection


def test_texts_are_kept_as_they_were_written(office: sqlite3.Connection) -> None:
    with statements(office) as seen:
        office.execute("INSERT INTO seat VALUES (?, ?)", (7, "Ada"))
        office.cursor().executemany("INSERT INTO seat VALUES (?, ?)", iter([(8, "B"), (9, "C")]))
    assert seen.sent == [
        Statement("INSERT INTO seat VALUES (?, ?)", (7, "Ada")),
        Statement("INSERT INTO seat VALUES (?, ?)", [(8, "B"), (9, "C")]),
    ]
    assert [one.verb for one in seen.sent] == ["INSERT", "INSERT"]
    assert seen.run[:2] == ["BEGIN", "INSERT INTO seat VALUES (7, 'Ada')"]
    assert len(seen.run) == 4
    assert seen.changes == [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("statement", "spelt_out"),
    [
        ("SELECT 1 FROM seat WHERE id = 417", True),
        ("SELECT 1 FROM seat WHERE name = 'O''Hara'", True),
        ('SELECT 1 FROM seat WHERE name = "O\'Hara"', True),
        ("SELECT 1 FROM seat WHERE id IN (1,417)", True),
        ("SELECT 1 AS c417, 4170, 1417 FROM seat -- 417", False),
        ("SELECT 1 FROM seat /* 417 */ WHERE id = ?417 OR name = 'seat 417'", False),
    ],
)
def test_a_value_of_the_data_in_the_text_is_found(
    office: sqlite3.Connection, statement: str, *, spelt_out: bool
) -> None:
    with statements(office) as seen:
        office.execute(statement, [None] * 417 if "?417" in statement else ())
    assert bool(seen.spelling_out(417, "O'Hara")) is spelt_out


def test_a_comment_is_no_verb() -> None:
    assert Statement("-- INSERT a seat\n/* now */ select 1").verb == "SELECT"


def test_a_plain_connection_says_why_its_texts_are_unknown() -> None:
    with closing(sqlite3.connect(":memory:")) as plain:
        with statements(plain) as seen:
            plain.execute("SELECT ?", (7,))
        assert seen.run == ["SELECT 7"]
        with pytest.raises(TypeError, match="factory=Recorded"):
            seen.spelling_out(7)


def test_one_commit_for_many_rows(office: sqlite3.Connection) -> None:
    with statements(office) as seen, office:
        office.executemany("INSERT INTO seat VALUES (?, ?)", [(n, str(n)) for n in range(50)])
    assert (seen.commits, seen.rollbacks) == (1, 0)


def test_each_change_outside_of_a_transaction_is_a_commit(office: sqlite3.Connection) -> None:
    office.isolation_level = None
    with statements(office) as seen:
        office.executemany("INSERT INTO seat VALUES (?, ?)", [(n, str(n)) for n in range(50)])
        office.execute("INSERT INTO hold VALUES (7)")
        office.execute("UPDATE seat SET name = 'x' WHERE id = 999")
        office.execute("DELETE FROM seat WHERE id = 7")
        with pytest.raises(sqlite3.IntegrityError):
            office.execute("INSERT INTO seat VALUES (1, 'again')")
    assert (seen.commits, seen.rollbacks) == (52, 0)


def test_a_rollback_is_no_commit(office: sqlite3.Connection) -> None:
    with statements(office) as seen:
        office.execute("INSERT INTO seat VALUES (1, 'A')")
        office.rollback()
        office.execute("SAVEPOINT s")
        office.execute("INSERT INTO seat VALUES (1, 'A')")
        office.execute("RELEASE s")
    assert (seen.commits, seen.rollbacks) == (1, 1)


def test_another_connection_can_come_in_before_any_statement(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "office.db", timeout=0)) as north,
        closing(sqlite3.connect(tmp_path / "office.db", timeout=0)) as south,
    ):
        north.executescript("CREATE TABLE seat (status TEXT); INSERT INTO seat VALUES ('free')")

        def sell(statement: str) -> None:
            if statement.startswith("UPDATE"):
                south.execute("UPDATE seat SET status = 'sold'")
                south.commit()

        with statements(north, before=sell):
            found = north.execute("UPDATE seat SET status = 'x' WHERE status = 'free'").rowcount
            north.commit()
        assert found == 0


def test_rows_changed_are_counted_although_they_are_also_returned(
    office: sqlite3.Connection,
) -> None:
    with statements(office) as seen, office:
        office.executemany("INSERT INTO seat VALUES (?, ?)", [(n, str(n)) for n in range(4)])
        rows = office.execute("UPDATE seat SET name = name || 'x' WHERE id > 1 RETURNING id")
        assert rows.fetchone() == (2,)
        assert rows.fetchone() == (3,)
        office.execute("UPDATE seat SET name = 'y' WHERE id = 9")
    assert seen.changes == [0, 1, 1, 1, 1, 2, 0, 0]


def test_what_the_other_raises_is_raised_at_the_end(office: sqlite3.Connection) -> None:
    with pytest.raises(ZeroDivisionError), statements(office, before=lambda _: 1 / 0):
        office.execute("SELECT 1")


def test_an_engine_of_sqlalchemy_is_heard_too() -> None:
    engine = create_engine("sqlite://")
    with statements(engine) as seen:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE seat (id INTEGER)"))
            connection.execute(text("INSERT INTO seat VALUES (:id)"), {"id": 7})
        with engine.connect() as connection:
            connection.execute(text("SELECT id FROM seat WHERE id = 7"))
            connection.rollback()
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
    assert (len(seen.sent), seen.commits, seen.rollbacks) == (3, 1, 1)
    assert [one.verb for one in seen.spelling_out(7)] == ["SELECT"]
