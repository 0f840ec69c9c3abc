"""Others who use the same SQLite file: who has the lock, and who comes between two statements."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from labs.judges.rivals import locked, rival

TAKE = "INSERT INTO hold (seat, name) VALUES ('A1', ?)"
LOOK = "SELECT name FROM hold ORDER BY id"
RENAME = "UPDATE hold SET name = 'Rival'"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "holds.db"
    sql = "CREATE TABLE hold (id INTEGER PRIMARY KEY, seat TEXT UNIQUE, name TEXT)"
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
    return path


def _names(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        return [name for (name,) in db.execute(LOOK)]


def _take(database: Path, sql: str = TAKE) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute(sql, ("Ada",))


def test_it_comes_between_a_look_and_what_follows(database: Path) -> None:
    with rival(database, "INSERT", TAKE, "Rival") as other:
        assert _names(database) == []
        with pytest.raises(sqlite3.IntegrityError):
            _take(database)
    assert other.done
    assert _names(database) == ["Rival"]


def test_it_comes_after_a_statement_once_that_is_committed(database: Path) -> None:
    with rival(database, "INSERT", TAKE.replace("A1", "A2"), "Rival", after=True) as other:
        _take(database)
        assert not other.done
        assert _names(database) == ["Ada", "Rival"]
    assert other.done


def test_a_lock_keeps_it_out(database: Path) -> None:
    with rival(database, "INSERT", TAKE, "Rival") as other:
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute(TAKE, ("Ada",))
            db.execute("COMMIT")
        assert _names(database) == ["Ada"]
    assert not other.done


@pytest.mark.parametrize(("begin", "came"), [("BEGIN IMMEDIATE", False), ("SELECT 1", True)])
def test_it_comes_after_a_look_unless_a_lock_keeps_it_out(
    database: Path, begin: str, came: bool
) -> None:
    _take(database)
    with (
        rival(database, "SELECT", RENAME, after=True) as other,
        closing(sqlite3.connect(database)) as db,
    ):
        db.execute(begin)
        db.execute(LOOK).fetchone()
        db.execute("UPDATE hold SET name = 'mine'")
        db.commit()
    assert other.done is came
    assert _names(database) == ["mine"]


def test_who_reads_is_answered_while_another_writes(database: Path) -> None:
    with locked(database):
        assert _names(database) == []
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            _take(database)
    _take(database)
    assert _names(database) == ["Ada"]
