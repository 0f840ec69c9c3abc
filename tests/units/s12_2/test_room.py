"""The gateway of S12.2, the box office behind it, and the line between them."""

import asyncio
import time

import httpx
import pytest

from labs.servers.hosting import hosted
from labs.units.s12_2.behaviours import ANSWERS, PACKED, WAITING
from labs.units.s12_2.crowd import Wish, orders_made, through, upstream_of, wishes
from labs.units.s12_2.gate import Asked, Gateway, Reply, SendOne, exchange, problem
from labs.units.s12_2.pauses import pauses_kept
from labs.units.s12_2.traces import parts_of
from labs.units.s12_2.trying import tried
from labs.units.s12_2.upstream import Upstream, nobody

POST = Asked("POST", "/orders?x=%0d", httpx.Headers({"Idempotency-Key": "k"}), b"A1")


def _exchanged(url: str, asked: Asked, patience: float = 10) -> Reply:
    return asyncio.run(exchange(url, asked, patience))


def test_an_exchange_carries_everything_once() -> None:
    with Upstream() as box:
        assert _exchanged(box.url, POST).status == 201
        assert _exchanged(box.url, POST).status == 201
        assert [(each.method, each.target, each.body) for each in box.seen] == [
            ("POST", "/orders?x=%0d", b"A1")
        ] * 2
        assert box.office.orders == 1


def test_a_body_comes_as_it_was_packed() -> None:
    with Upstream() as box:
        reply = _exchanged(box.url, Asked("GET", "/zoo/gzip"))
    assert reply.body == PACKED
    assert reply.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_behaviour_is_an_answer_or_an_error_of_the_line(name: str) -> None:
    patience = 0.1 if name in WAITING else 10
    with Upstream() as box:
        end = _end(box.url, Asked("GET", f"/zoo/{name}"), patience)
        assert len(box.seen) == 1
    if isinstance(end, Reply):
        assert name == str(end.status) or end.status == 200
    else:
        assert isinstance(end, httpx.TimeoutException) == (name in WAITING)
        assert not name.isdecimal() or name == "101"


def _end(url: str, asked: Asked, patience: float) -> Reply | httpx.TransportError:
    try:
        return _exchanged(url, asked, patience)
    except httpx.TransportError as error:
        return error


def test_nobody_refuses() -> None:
    with nobody() as gone, pytest.raises(httpx.ConnectError):
        _exchanged(gone, Asked("GET", "/"))


def test_tries_take_the_upstreams_in_turn_and_a_full_gateway_says_so() -> None:
    async def twice(send: SendOne, asked: Asked, tries: int = 2) -> Reply:
        del tries
        try:
            return await send(asked)
        except httpx.ConnectError:
            return await send(asked)

    with Upstream() as box, nobody() as gone:
        with hosted(Gateway(gone, box.url, persist=twice)) as site:
            assert tried(site.url, box, "POST", "/orders") == "201 x1"
            assert tried(site.url, box, "HEAD", "/shows/7") == "200 x1"
            assert tried(site.url, box, "GET", "/zoo/304") == "304 x1"
        with hosted(Gateway(box.url, at_once=0)) as site:
            assert tried(site.url, box, "GET", "/shows/7") == "502 x0"


def test_a_problem_has_its_headers() -> None:
    assert problem(503, retry_after="1").headers["Retry-After"] == "1"
    assert problem(502).status == 502


def test_what_a_line_loses_is_lost_before_or_after_it_is_done() -> None:
    asked = [
        Wish("POST", None, ("before", "", "")),
        Wish("POST", None, ("after", "", "")),
        Wish("POST", "k", ("", "", "")),
        Wish("GET", None, ("after", "before", "")),
    ]
    assert [(each.arrivals, each.succeeds, each.done) for each in asked] == [
        (1, False, False),
        (1, False, True),
        (1, True, True),
        (3, True, True),
    ]

    async def once(send: SendOne, asked: Asked, tries: int = 1) -> Reply:
        del tries
        return await send(asked)

    with upstream_of(asked) as box:
        assert through(box, once, asked) == [502, 502, 201, 502]
        assert [box.arrived(str(number)) for number in range(4)] == [1, 1, 1, 1]
        assert box.office.orders == 2
    assert orders_made(once, guests=5).endswith("guests were told so")


def test_random_wishes_hold_what_the_exercise_is_about() -> None:
    for number, seed in ((60, 3), (120, 19)):
        asked = wishes(number, seed)
        lost = [wish for wish in asked if wish.lost[0]]
        assert {wish.method for wish in lost} >= {"POST", "PATCH", "PUT", "DELETE"}
        assert any(wish.key and wish.lost[0] == "after" for wish in asked if wish.method == "POST")
        assert any(
            wish.key is None and wish.lost[0] == "after" for wish in asked if wish.method == "POST"
        )


def test_a_trace_is_taken_apart() -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    assert parts_of(trace) == ("a" * 32, "b" * 16, "01")
    for bad in ("", trace.upper(), f"00-{'0' * 32}-{'b' * 16}-01", f"00-{'a' * 32}-{'0' * 16}-01"):
        assert parts_of(bad) is None


def test_a_pause_is_kept_and_a_time_out_that_never_ends_is_none() -> None:
    async def paused() -> list[str]:
        with pauses_kept() as kept:
            await asyncio.wait_for(asyncio.sleep(0), 30)
            assert not kept
            await asyncio.sleep(0.001)
            began = time.monotonic()
            time.sleep(30)
            assert time.monotonic() - began < 20
        await asyncio.sleep(0.001)
        return kept

    assert [pause.split()[0] for pause in asyncio.run(paused())] == ["a", "time.sleep,"]
