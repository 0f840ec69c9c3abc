"""What J03.1's shows, holds and performances are kept in, and who reads them."""

import pytest

from labs.units.j03_1 import season
from labs.units.j03_1.agency import agency
from labs.units.j03_1.document import print_document
from labs.units.j03_1.site import client_of
from labs.units.j03_1.store import (
    TITLES,
    Hold,
    RefusedError,
    Show,
    Store,
    fill,
    new_store,
    rows_of,
    state_of,
    writes_to,
)  # fmt: skip


def test_a_store_keeps_holds_until_they_are_removed() -> None:
    store = Store(new_store())
    hold = store.add(2, "A1")
    assert (hold, store.hold(hold.number), store.hold(99)) == (Hold(1, 2, "A1"), hold, None)
    assert store.change(1, 3, "B2") == Hold(1, 3, "B2") == store.hold(1)
    assert store.change(99, 3, "C3") is None
    assert [store.remove(1), store.remove(1)] == [True, False]
    assert store.add(2, "A1").number == 2  # a number is never given twice


def test_what_cannot_be_held_is_refused_with_its_reason() -> None:
    store = Store(new_store())
    store.add(1, "A1")
    other = store.add(1, "A2")
    with pytest.raises(RefusedError, match="seat A1 of show 1 is held"):
        store.add(1, "A1")
    with pytest.raises(RefusedError, match="there is no show 99"):
        store.add(99, "A1")
    with pytest.raises(RefusedError, match="is held"):
        store.change(other.number, 1, "A1")
    assert store.hold(other.number) == other


def test_lists_go_on_after_a_number() -> None:
    path = new_store(first=10)
    fill(path, [(number * 3, 10, f"K{number}") for number in range(1, 6)])
    store = Store(path)
    assert store.shows(11, 2) == [Show(12, TITLES[2]), Show(13, TITLES[3])]
    assert [hold.number for hold in store.holds(3, 3)] == [6, 9, 12]
    assert store.show(9) is None


def test_writes_are_seen() -> None:
    path = new_store()
    before = state_of(path)
    with writes_to(path) as is_written:
        Store(path).holds(0, 9)
        assert not is_written()
        Store(path).add(1, "A1")
        assert [is_written(), is_written()] == [True, False]
    assert state_of(path) != before


def test_a_filled_store_forgets_what_was_there() -> None:
    path = new_store()
    Store(path).add(1, "A1")
    fill(path, [(3, 1, "K1")])
    assert rows_of(path) == [(3, 1, "K1")]


def test_a_season_begins_again() -> None:
    path = season.new_season()
    there = season.in_order(path)
    season.put_on(path, 3, "2026-08-31T19:30")
    season.call_off(path, there[:2])
    assert len(season.in_order(path)) == len(there) - 1
    season.begin_again(path)
    assert season.in_order(path) == there
    assert [len(season.in_order(path, venue)) for venue in (1, 2, 3, 4)] == [200, 230, 20, 0]


def test_the_gate_writes_down_what_is_asked_and_fails_once() -> None:
    _, origin = season.checked()
    with season.recorded(origin, fails_at=2) as (client, seen):
        asked = ["/openapi.json", "/performances?limit=1", "/performances", "/performances"]
        assert [client.get(one).status_code for one in asked] == [200, 200, 503, 200]
    assert seen == asked[1:]


def test_a_catalogue_that_is_asked_too_often_answers_no_more() -> None:
    ids: list[int] = [4, 2, 9, 1, 7, 3, 8]
    seen: list[str] = []
    with client_of(season.piecemeal(ids, seen)) as client:
        pages = list(season.pages_of(client, "/performances"))
        assert pages == [[4, 2, 9], [], [1, 7], [3], [8]]
        assert client.get("/openapi.json").json()["info"]["title"] == "Flytower catalog"


def test_a_document_is_printed_as_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    print_document(agency(new_store()).openapi(), only="/getShow")
    assert capsys.readouterr().out.splitlines() == [
        "GET /getShows: Shows, by page",
        "    ? page: integer, default 1",
        "GET /getShow: One show",
        "    ? id: integer",
    ]
