"""J03.4's others: a lock stops writers alone, and a rival comes where no lock is."""

import sqlite3
from contextlib import closing

import pytest

from labs.units.j03_4.asking import statement
from labs.units.j03_4.office import new_office
from labs.units.j03_4.rival import locked, rival

DEED = "UPDATE performance SET note = 'theirs' WHERE id = 1"
NOTE = "SELECT note FROM performance WHERE id = 1"


def test_who_reads_is_answered_while_another_writes() -> None:
    database = new_office()
    with locked(database):
        assert statement(database, NOTE) == [(None,)]
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            statement(database, DEED)
    statement(database, DEED)
    assert statement(database, NOTE) == [("theirs",)]


@pytest.mark.parametrize(("begin", "came"), [("BEGIN IMMEDIATE", False), ("SELECT 1", True)])
def test_a_rival_comes_after_the_look_unless_a_lock_keeps_it_out(begin: str, came: bool) -> None:
    database = new_office()
    with rival(database, DEED) as other, closing(sqlite3.connect(database)) as db:
        db.execute(begin)
        db.execute(NOTE).fetchone()
        db.execute("UPDATE performance SET note = 'mine' WHERE id = 1")
        db.commit()
    assert other.done is came
    assert statement(database, NOTE) == [("mine",)]
