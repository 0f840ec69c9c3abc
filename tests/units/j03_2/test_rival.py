"""J03.2's other caller comes in between two statements, unless a lock keeps them out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from labs.units.j03_2.office import new_database
from labs.units.j03_2.rival import rival

TAKE = "INSERT INTO hold (performance, seat, name) VALUES (7, 'A1', ?)"
LOOK = "SELECT name FROM hold ORDER BY id"


def _names(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        return [name for (name,) in db.execute(LOOK)]


def test_it_comes_between_a_look_and_what_follows() -> None:
    database = new_database()
    with rival(database, "INSERT", TAKE, "Rival") as other:
        assert _names(database) == []
        with closing(sqlite3.connect(database)) as db, pytest.raises(sqlite3.IntegrityError):
            db.execute(TAKE, ("Ada",))
    assert other.done
    assert _names(database) == ["Rival"]


def test_it_comes_after_a_statement_once_that_is_committed() -> None:
    database = new_database()
    next_seat = TAKE.replace("A1", "A2")
    with rival(database, "INSERT", next_seat, "Rival", after=True) as other:
        with closing(sqlite3.connect(database)) as db, db:
            db.execute(TAKE, ("Ada",))
        assert not other.done
        assert _names(database) == ["Ada", "Rival"]
    assert other.done


def test_a_lock_keeps_it_out() -> None:
    database = new_database()
    with rival(database, "INSERT", TAKE, "Rival") as other:
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute(TAKE, ("Ada",))
            db.execute("COMMIT")
        assert _names(database) == ["Ada"]
    assert not other.done
