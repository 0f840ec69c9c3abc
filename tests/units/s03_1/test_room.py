"""The office of S03.1, and the schemas that are asked."""

import strawberry

from labs.units.s03_1.asking import said
from labs.units.s03_1.loading import context
from labs.units.s03_1.office import Interrupted, Office
from labs.units.s03_1.pages import PageQuery
from labs.units.s03_1.queries import HOME
from labs.units.s03_1.timing import page_times, sooner


def test_an_office_keeps_what_it_is_asked_alone() -> None:
    office = Office(3, 2)
    assert office.statements == []
    assert len(office.query("SELECT * FROM performance")) == 6
    assert office.statements == ["SELECT * FROM performance"]


def test_the_page_takes_three_statements_through_loaders() -> None:
    office = Office(4, 3)
    got = said(strawberry.Schema(PageQuery), office, context(office), HOME)
    assert len(got.data["shows"]) == 4
    assert {len(show["performances"]) for show in got.data["shows"]} == {3}
    assert (len(got.statements), got.errors) == (3, ())


def test_an_error_is_told_beside_the_data() -> None:
    office = Office(1, 1)
    got = said(strawberry.Schema(PageQuery), office, context(office), "{ shows { price } }")
    assert got.data is None
    assert got.statements == ()
    assert got.errors == ("Cannot query field 'price' on type 'Show'.",)


def test_another_caller_comes_once_and_before_the_first_insert() -> None:
    office = Interrupted((5, "A1", "Ben", "other"))
    assert office.query("SELECT * FROM hold") == []
    insert = "INSERT INTO hold (performance_id, seat, name, key) VALUES (5, ?, 'Ada', ?)"
    office.query(insert, "A2", "mine")
    office.query(insert, "A3", "more")
    assert [row["key"] for row in office.query("SELECT * FROM hold")] == ["other", "mine", "more"]


def test_a_page_is_timed_at_each_distance() -> None:
    office = Office(2, 2)
    times = page_times({"loaded": strawberry.Schema(PageQuery)}, office, HOME, [0, 1])
    assert {name: list(each) for name, each in times.items()} == {
        "loaded": ["0 ms away", "1 ms away"]
    }
    assert office.away_ms == 0
    fast, slow = {"0 ms away": [1.0]}, {"0 ms away": [2.0]}
    assert sooner({"slow": slow, "fast": fast}, "0 ms away") == "fast"
