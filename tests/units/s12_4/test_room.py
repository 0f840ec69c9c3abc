"""The room of S12.4: its hall and bell, and an evening told in four ways."""

import asyncio

from labs.servers import Service
from labs.units.s12_4.shapes import Bell, News, Screen
from labs.units.s12_4.stage import Hall
from labs.units.s12_4.transports import Evening, four_ways


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
        told = four_ways(gate.url, Evening(screens=2, changes=2, pause=0.3, poll=0.05))
    assert [each.way for each in told] == ["poll", "long poll", "SSE", "WebSocket"]
    assert [len(each.late_ms) for each in told] == [4] * 4
    assert told[0].requests > told[1].requests > 0
    assert [each.requests for each in told[2:]] == [0, 0]
    assert 36 < told[3].bytes_per_news < told[2].bytes_per_news
