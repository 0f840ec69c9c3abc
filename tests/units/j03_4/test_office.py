"""J03.4's office: a print of its rows, and an attack by a writer who has the lock."""

import sqlite3
from contextlib import closing
from pathlib import Path

import requests

from labs.units.j03_4.asking import all_at_once, statement
from labs.units.j03_4.office import SEASON, new_office, print_of


def test_a_print_is_that_of_the_rows() -> None:
    one, other = new_office(), new_office()
    assert print_of(one) == print_of(other)
    statement(other, "UPDATE seat SET hold = NULL")
    assert print_of(one) == print_of(other)
    statement(other, "UPDATE performance SET note = '' WHERE id = 1")
    assert print_of(one) != print_of(other)


def test_an_office_has_its_season_and_its_first_number() -> None:
    database = new_office(seats=2, first=40)
    assert statement(database, "SELECT count(*) FROM performance") == [(len(SEASON),)]
    assert statement(database, "SELECT count(*) FROM seat") == [(2 * len(SEASON),)]
    sql = "INSERT INTO hold (performance, name) VALUES (1, 'Ada') RETURNING id"
    assert statement(database, sql) == [(40,)]


def test_callers_at_once_have_all_looked_before_the_first_may_write() -> None:
    database, looked = new_office(), list[int]()

    def call() -> requests.Response:
        looked.append(len(statement(database, "SELECT id FROM hold")))
        _hold(database)
        return requests.Response()

    all_at_once(database, [call] * 3)
    assert looked == [0, 0, 0]
    assert statement(database, "SELECT count(*) FROM hold") == [(3,)]


def _hold(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("INSERT INTO hold (performance, name) VALUES (1, 'Ada')")
