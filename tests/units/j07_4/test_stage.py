"""J07.4's stage: a page in jsdom, a tap on each line, and a figure of what they heard."""

import json
import socket
import time
from collections.abc import Iterator

import pytest
from matplotlib.figure import Figure

from labs.judges.pages import Answer, Api, Ask, Request, fetch_as
from labs.units.j07_4 import figures
from labs.units.j07_4.hall import Hall
from labs.units.j07_4.stage import Stage
from labs.units.j07_4.tap import Log, Talk, Tap
from tests.support.figures import said


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.stop()


def lines(stage: Stage) -> list[str]:
    return [f"{talk.line} {talk.status}" for talk in stage.talks]


def test_behind_the_gateway_one_click_is_seven_requests(stage: Stage) -> None:
    stage.gateway()
    seen = stage.visit("A1")
    assert seen.message == "Seat A1 is held for you."
    assert (seen.seats["A1"], seen.seats["A2"], seen.seats["B2"]) == ("mine", "free", "taken")
    told = lines(stage)
    assert told[0] == "GET /?performance=7 200"
    assert sorted(told[1:3]) == ["GET /frontdoor.css 200", "GET /frontdoor.js 200"]
    assert told[3:] == [
        "GET /performances/7/seats 200",
        "OPTIONS /holds 200",
        "POST /holds 201",
        "GET /performances/7/seats 200",
    ]
    everything = b"".join(piece.data for piece in stage.pieces if piece.sent)
    assert everything.count(b" HTTP/1.1\r\n") == 7


def test_a_guest_gives_a_seat_back_by_the_cookie_that_the_hold_brought(stage: Stage) -> None:
    stage.gateway()
    assert stage.visit("A1", "A1").message == "Seat A1 is given back."
    assert stage.hall.holds == {}


def test_pieces_that_set_out_together_wait_for_the_line_but_once() -> None:
    tap = Tap("api", Log(), delay_ms=1_000)
    with socket.create_server(("127.0.0.1", 0)) as server:
        tap.target = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", int(tap.url.rpartition(":")[2]))) as caller:
            began = time.monotonic()
            caller.sendall(b"head")
            time.sleep(0.05)
            caller.sendall(b"body")
            came, _ = server.accept()
            with came, came.makefile("rb") as received:
                assert received.read(8) == b"headbody"
    tap.stop()
    assert 1.05 <= time.monotonic() - began < 2


def test_alone_the_api_answers_and_the_page_sees_nothing(stage: Stage) -> None:
    stage.alone()
    seen = stage.visit("A1")
    assert seen.message == "The box office cannot be reached. Please try again."
    assert seen.seats == {}
    assert lines(stage)[-1] == "GET /performances/7/seats 200"


def test_what_an_answer_raises_is_raised_where_it_was_called(stage: Stage) -> None:
    def stub(request: Request, api: Api, allowed: set[str]) -> Answer:
        raise NotImplementedError

    def half(request: Request, api: Api, allowed: set[str]) -> Answer:
        return api(request) if request.path == "/performances" else Answer(1 // 0)

    with pytest.raises(NotImplementedError):
        stage.behind(stub)
    stage.behind(half)
    with pytest.raises(ZeroDivisionError):
        stage.visit()


def test_a_stranger_s_post_that_looks_like_a_form_s_arrives(stage: Stage) -> None:
    stage.alone()
    body = json.dumps({"performance": 7, "seat": "A1"}).encode()
    for kind, arrives in (("text/plain", True), ("application/json", False)):
        outcome = fetch_as(
            "http://evil.test", f"{stage.api}/holds", Ask("POST", {"Content-Type": kind}, body)
        )
        assert outcome.blocked
        assert (outcome.answer is not None) is arrives
    assert [seat for seat, _ in stage.hall.holds.values()] == ["A1"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Request("GET", "/performances"), 200),
        (Request("GET", "/performances/8/seats"), 404),
        (Request("PUT", "/holds"), 405),
        (Request("OPTIONS", "/holds"), 405),
        (Request("POST", "/holds", {}, b"seat=A1"), 400),
        (Request("POST", "/holds", {}, b'{"seat": ["A1"]}'), 404),
        (Request("POST", "/holds", {}, b'{"seat": "B2"}'), 409),
        (Request("DELETE", "/holds/41"), 404),
        (Request("DELETE", "/holds/%C2%B2"), 404),
    ],
)
def test_the_hall_refuses_in_words(request_: Request, status: int) -> None:
    answer = Hall()(request_)
    assert answer.status == status
    assert status < 400 or json.loads(answer.body)["detail"]


def test_a_hold_is_its_guest_s() -> None:
    hall = Hall()
    made = hall(Request("POST", "/holds", {}, b'{"seat": "A1"}'))
    assert (made.status, made.headers["Location"]) == (201, "/holds/41")
    assert hall(Request("DELETE", "/holds/41")).status == 403
    cookie = made.headers["Set-Cookie"].partition(";")[0]
    assert hall(Request("DELETE", "/holds/41", {"cookie": cookie})) == Answer(204)


def test_the_figure_says_who_asked_whom(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    talks = [
        Talk("site", 1.0, 1.05, b"GET / HTTP/1.1\r\n", b"HTTP/1.1 200 OK\r\n"),
        Talk("api", 1.02, 1.04, b"OPTIONS /holds HTTP/1.1\r\n", b""),
    ]
    figures.diagram(talks, "Two")
    assert said(capsys) == "2 requests: GET / at the site, 200; OPTIONS /holds at the api, ."
    ticks = [tick.get_text() for tick in drawn[0].axes[0].get_yticklabels()]
    assert ticks == ["0", "20", "40", "50"]
