"""What J03.2 asks of each address, and its database."""

import sqlite3
from contextlib import closing

import pytest
from fastapi import FastAPI, Response

from labs.servers.hosting import hosted
from labs.units.j03_2.office import new_database
from labs.units.j03_2.stage import METHODS, as_set, ask_each


def test_an_answer_is_kept_if_it_is_the_promised_one() -> None:
    app = FastAPI()
    app.add_api_route("/seats", lambda: [], methods=["GET"])
    app.add_api_route(
        "/seats", lambda: Response(status_code=204, headers={"Allow": "x"}), methods=["OPTIONS"]
    )
    with hosted(app) as site:
        asked = ask_each(site, {"/seats": "GET", "/none": "GET"}, {})
        kept = ask_each(site, {"/seats": "GET, OPTIONS"}, {})
    said = dict(zip(METHODS, asked["/seats"], strict=True))
    assert {method: each.status for method, each in said.items()} == {
        **dict.fromkeys(METHODS, 405),
        "GET": 200,
        "OPTIONS": 204,
    }
    assert [method for method, each in said.items() if each.kept] == [
        method for method in METHODS if method != "OPTIONS"
    ]
    assert not any(each.kept for each in asked["/none"])
    assert [each.kept for each in kept["/seats"]] == [True, *[False] * 5, True]
    assert as_set(" GET,HEAD ,") == {"GET", "HEAD"}
    assert as_set(None) == set()


def test_a_seat_has_one_holder_and_a_hold_a_number_of_its_own() -> None:
    sql = "INSERT INTO hold (performance, seat, name) VALUES (?, ?, ?) RETURNING id"
    with closing(sqlite3.connect(new_database({5: "Dido"}, first=41))) as db:
        db.execute("PRAGMA foreign_keys = ON")
        assert db.execute(sql, (5, "A1", "Ada")).fetchall() == [(41,)]
        for wrong in ((5, "A1", "Ben"), (5, "Z9", "Ben"), (6, "A1", "Ben")):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(sql, wrong)
        db.execute("DELETE FROM hold")
        assert db.execute(sql, (5, "A1", "Ben")).fetchall() == [(42,)]
