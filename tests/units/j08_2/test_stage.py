"""What J08.2 asks is sent as it is written, and what comes is told as it is."""

import socket
from collections.abc import Iterator

import pytest
from flask import Flask, Response, request

from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_2 import stage
from labs.units.j08_2.halls import halls_app
from labs.units.j08_2.pairs import HALLS, OTHERS, PAIRS, Outcome, Pair
from labs.units.j08_2.shelf import Shelf, why_wrong


@pytest.fixture
def echo() -> Iterator[str]:
    app = Flask("echo")
    app.url_map.merge_slashes = False

    @app.route("/<path:rest>", methods=["GET", "PUT"])
    def said(rest: str) -> Response:
        if rest == "problem":
            body = '{"status": 404, "title": "no"}'
            return Response(body, mimetype="application/problem+json")
        return Response(
            f'{{"page": "{request.environ["REQUEST_URI"]}"}}', mimetype="application/json"
        )

    with hosted_wsgi(app) as site:
        yield site.url


def test_a_path_is_sent_as_it_is_written(echo: str) -> None:
    for path in ("/a%2Fb//c", "/a/../b", "/%37?x=//"):
        assert stage.one(echo, "GET", path) == Outcome(200, page={"page": path})
    assert stage.one(echo, "OPTIONS", "/a").allow == {"GET", "HEAD", "OPTIONS", "PUT"}


def test_a_problem_is_no_page_and_names_its_status(echo: str) -> None:
    came = stage.one(echo, "GET", "/problem")
    assert (came.page, came.kind) == (None, "application/problem+json")
    assert stage.status_in(came.body) == 404
    assert stage.status_in(b"<html>") is None
    assert stage.status_in(b'{"status": 404}') is None
    assert stage.status_in(b'{"status": "404", "title": ""}') is None


def test_whoever_says_nothing_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        outcomes = stage.ask(url, PAIRS[:3])
        silent.settimeout(0.1)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()
    assert [str(each) for each in outcomes] == ["nothing"] * 3


def test_no_pair_is_asked_twice() -> None:
    asked = [(pair.method, pair.path) for pair in (*PAIRS, *OTHERS)]
    assert len(PAIRS) == 25
    assert len(set(asked)) == len(asked)


def test_the_halls_as_they_come_keep_what_routes_promise() -> None:
    calls: list[str] = []
    with hosted_wsgi(halls_app(calls)) as site:
        kept = [
            pair
            for pair, came in zip(HALLS, stage.ask(site.url, HALLS), strict=True)
            if pair.kept(came)
        ]
    disguised = [pair for pair in HALLS if pair not in kept]
    assert [pair.path for pair in disguised] == [
        "/halls/1%2frows/2",
        "/halls/1/rows%2F2",
        "/halls//1/rows/2",
        "/halls/plans/a//b",
    ]


def test_a_shelf_gives_no_id_twice_and_a_review_is_looked_at() -> None:
    shelf = Shelf()
    first = shelf.add(1, 5, "Again!")
    assert (shelf.find(1), shelf.all()) == (first, [first])
    assert [shelf.remove(1), shelf.remove(1), shelf.find(1)] == [True, False, None]
    assert shelf.add(1, 5, "Again!")["id"] == 2
    assert why_wrong({"stars": 5, "text": "x" * 500}) is None
    wrong: list[object] = [None, [], {}, {"stars": True, "text": "Hm"}, {"stars": 5, "text": ""}]
    assert all(map(why_wrong, wrong))


def test_a_pair_reads_as_a_request() -> None:
    pair = Pair("GET", "/shows", Outcome(405, frozenset({"GET"})))
    assert (str(pair), str(pair.promised)) == ("GET /shows", "405 Allow GET")
