"""The room of S12.3: what its peers send, its hall, and an evening told in four ways."""

import asyncio

import pytest

from labs.servers import Service
from labs.units.s12_3.peers import (
    AgainstServersError,
    Handshake,
    Said,
    frames_of,
    pieces,
    sent,
)
from labs.units.s12_3.shapes import Bell, News, Screen
from labs.units.s12_3.stage import Hall
from labs.units.s12_3.transports import Evening, four_ways


def test_a_servers_frames_are_taken_apart() -> None:
    data = b"\x01\x02A1" + b"\x80\x7e\x00\xc8" + b"x" * 200 + b"\x88\x00"
    assert list(frames_of(data)) == [
        Said(False, 1, b"A1"),
        Said(True, 0, b"x" * 200),
        Said(True, 8, b""),
    ]
    for wrong, why in ((sent(1, b"A1"), "no mask"), (data[:-1], "two bytes"), (data[:9], "lacks")):
        with pytest.raises(AgainstServersError, match=why):
            list(frames_of(wrong))


def test_the_library_says_what_it_has_against_an_answer() -> None:
    assert Handshake().asked["upgrade"] == "websocket"
    assert "Connection" in Handshake().opens(101, {"Upgrade": "websocket"})
    assert Handshake().opens(403, {}) != ""


def test_bytes_are_cut_to_sizes_in_turn() -> None:
    assert list(pieces(b"abcdefg", [1, 2])) == [b"a", b"bc", b"d", b"ef", b"g"]


def test_a_hall_tells_what_is_new_or_everything() -> None:
    hall = Hall(2)
    for state in ("held", "sold", "free"):
        hall.publish("A1", state)
    assert hall.since(2) == News(2, 3, {"A1": "free"})
    assert hall.since(0) == hall.since(9) == News(0, 3, {"A1": "free"})
    screen = Screen(7, {"B9": "sold"})
    screen.show(hall.since(0))
    assert (screen.seq, screen.seats) == (3, {"A1": "free"})


def test_a_bell_wakes_those_who_sleep_and_nobody_later() -> None:
    async def ring() -> tuple[bool, bool]:
        bell = Bell()
        early = asyncio.create_task(bell.wait())
        await asyncio.sleep(0)
        bell.ring()
        late = asyncio.create_task(bell.wait())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        late.cancel()
        return early.done(), late.done()

    assert asyncio.run(ring()) == (True, False)


def test_an_evening_is_told_in_four_ways() -> None:
    with Service.start("gate") as gate:
        told = four_ways(gate.url, Evening(screens=2, changes=2, pause=0.05, poll=0.05))
    assert [each.way for each in told] == ["poll", "long poll", "SSE", "WebSocket"]
    assert [len(each.late_ms) for each in told] == [4] * 4
    assert told[0].requests >= 2
    assert [each.requests for each in told[1:]] == [2, 1, 1]
    assert min(each.bytes_per_news for each in told) > 43
