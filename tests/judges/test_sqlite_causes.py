"""Each slip is told by its own error: the errors are those that sqlite3 really raises."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from labs.judges import sqlite_causes
from labs.judges.statements import Recorded


class Place(NamedTuple):
    row: int
    number: int


Slip = Callable[[sqlite3.Connection], object]


def told(error: Exception | None) -> str:
    return next((cause for symptom, cause in sqlite_causes(error) if symptom), "")


def closed(office: sqlite3.Connection) -> None:
    office.close()
    office.execute("SELECT 1")


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (lambda office: office.execute("SELECT ?", (office.execute("SELECT 1"),)), "a cursor was"),
        (lambda office: office.execute("SELECT ?", 7), "parameters are one tuple"),
        (lambda office: office.execute("SELECT ?", ((7,),)), "parameters are one tuple"),
        (lambda office: office.execute("SELECT ?"), "parameters are one tuple"),
        (closed, "the connection was closed"),
        (lambda office: [office.execute("BEGIN"), office.execute("BEGIN")], "is open already"),
        (lambda office: office.execute("SELEC 1"), "does not understand the statement"),
        (lambda office: office.execute("SELECT status"), "does not understand the statement"),
        (lambda office: office.execute("INSERT INTO seat VALUES (1)"), "does not understand"),
        (lambda office: office.execute("SELECT 1 WHERE 0").fetchone()[0], "fetchone() gives None"),
        (lambda office: Place(*office.execute("SELECT 1 WHERE 0").fetchone()), "gives None"),
        (lambda office: Place(*[office.execute("SELECT 1, 2").fetchone()]), "takes the row apart"),
        (lambda office: Place(*office.execute("SELECT 1, 2, 3").fetchone()), "name them"),
    ],
)
def test_a_slip_is_told_by_its_error(slip: Slip, said: str) -> None:
    with closing(sqlite3.connect(":memory:", factory=Recorded)) as office:
        office.execute("CREATE TABLE seat (id INTEGER, pence INTEGER)")
        with pytest.raises((sqlite3.Error, TypeError)) as raised:
            slip(office)
    assert said in told(raised.value)


def test_a_lock_is_told(tmp_path: Path) -> None:
    paths = [tmp_path / "office.db"] * 2
    north, south = (sqlite3.connect(path, timeout=0) for path in paths)
    with closing(north), closing(south):
        north.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as raised:
            south.execute("BEGIN IMMEDIATE")
    assert "holds the write lock" in told(raised.value)


def test_what_is_no_slip_is_not_told() -> None:
    assert told(None) == ""
    assert told(sqlite3.IntegrityError("UNIQUE constraint failed: seat.id")) == ""
