"""An app of functions that add routes to it."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from labs.judges import judging
from labs.judges.apps import app_of
from labs.judges.judge import CheckFailed


def add_shows(app: FastAPI, database: Path) -> None:
    app.get(f"/{database.stem}")(list)


def add_seats(app: FastAPI, database: Path) -> None:
    raise KeyError("seat")


def test_it_has_the_routes_of_each_on_the_given_database() -> None:
    with judging("E1: shows") as judge:
        app = app_of(judge, Path("one.db"), add_shows, add_shows)
    assert [route.path for route in app.routes].count("/one") == 2


def test_what_one_raises_fails_as_its_call() -> None:
    with (
        pytest.raises(CheckFailed, match=r"add_seats\(app, database\)\n +came back +KeyError"),
        judging("E1: shows") as judge,
    ):
        app_of(judge, Path("one.db"), add_shows, add_seats)
