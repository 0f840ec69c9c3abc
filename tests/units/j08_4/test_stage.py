"""What J08.4 sends, what its failures tell, and how its notebook adds up what came of them."""

import json

import pytest
from flask import Flask

from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_4.bare import Desk, bare_app
from labs.units.j08_4.crowd import COMINGS, EVENING
from labs.units.j08_4.failures import FAILURES, given_away
from labs.units.j08_4.guests import Wish, asked, asked_all
from labs.units.j08_4.stage import drilled, kept, read_log


def test_each_failure_raises_its_kind_and_its_text_gives_it_away() -> None:
    for failure in FAILURES:
        with pytest.raises(Exception) as raised:  # noqa: PT011 - the kind is compared below
            failure.happen()
        assert type(raised.value).__name__ == failure.kind
        assert given_away(failure, str(raised.value))
        assert not given_away(failure, '{"title": "Internal Server Error", "status": 500}')


def test_a_guest_sees_the_answer_and_one_who_leaves_sees_its_beginning() -> None:
    with hosted_wsgi(bare_app(export=lambda: iter(["id,stars\n"] * 3))) as site:
        wishes = [Wish("GET", "/healthz"), Wish("GET", "/shows/1/export", leaves=True)]
        live, left = asked_all(site.port, [(wish, "a") for wish in wishes], at_once=2)
    assert (live.status, live.json) == (200, {"status": "ok"})
    assert (left.status, left.body) == (200, b"id,s")
    assert asked(site.port, wishes[0], "a").status is None, "nobody serves any longer"


def test_an_evening_is_answered_as_it_says_where_no_layer_refuses() -> None:
    with hosted_wsgi(bare_app()) as site:
        for wish in EVENING:
            if "X-Layer" not in wish.headers:
                assert asked(site.port, wish, "a").status == wish.comes_as, str(wish)


def test_reviews_are_kept_by_an_app_alone_and_tell_who_came() -> None:
    desk = Desk()
    with hosted_wsgi(bare_app(desk)) as site, hosted_wsgi(bare_app()) as other:
        body = json.dumps({"stars": 4, "text": "Again!"}).encode()
        made = asked(site.port, Wish("POST", "/shows/2/reviews", body=body), "a")
        assert (made.status, made.headers["location"]) == (201, "/reviews/1")
        assert asked(site.port, Wish("GET", "/shows/2/reviews"), "a").json == [made.json]
        assert asked(other.port, Wish("GET", "/shows/2/reviews"), "a").json == []
    assert desk.ran == [("POST", "/shows/2/reviews", None), ("GET", "/shows/2/reviews", None)]


def test_a_drill_counts_what_was_told_and_what_the_log_has() -> None:
    app = bare_app()
    assert (drilled(app).told, drilled(app).stacks, drilled(app).astray) == (0, 9, 404)

    def tells(error: Exception) -> tuple[str, int]:
        return repr(error), 500

    netted: Flask = bare_app()
    netted.register_error_handler(Exception, tells)
    drill = drilled(netted)
    assert (drill.told, drill.stacks, drill.astray) == (9, 0, 500)


def test_strangers_are_refused_where_something_is_written() -> None:
    refused = {coming.wish.method for coming in COMINGS if coming.refused}
    assert refused == {"POST", "PUT", "DELETE", "PURGE"}
    assert not any(coming.refused for coming in COMINGS if coming.owner)


def test_lines_and_orders_are_added_up() -> None:
    assert read_log('{"id": 1}\nnoise\n[2]\n') == [{"id": 1}, [2]]
    found = [{"keeps": {"a": True, "b": False}}, {"keeps": {"a": True, "b": True}}]
    assert kept(found) == {"a": 2, "b": 1}
