"""What J01.4 measures and judges with."""

import asyncio
import time
from itertools import pairwise

import httpx
import pytest

from labs.judges import CheckFailed, judging
from labs.servers import Service
from labs.units.j01_4 import stage, work
from labs.units.j01_4.heart import Heart
from labs.units.j01_4.watch import Watch


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits in vain does so for a moment."""
    monkeypatch.setattr(stage, "HELD_UP", 0.05)
    monkeypatch.setattr(stage, "SECONDS", 0.2)


def test_a_watch_shows_what_the_partner_saw_of_its_block_alone() -> None:
    with Service.start("partner", PARTNER_DELAY_MS="5", PARTNER_AT_ONCE="2") as partner:
        with partner.client() as client, Watch(partner) as seen:
            for hall in (3, 101, 2):
                client.get(f"/halls/{hall}")
        assert [(call.hall, call.status) for call in seen.calls] == [(3, 200), (101, 200), (2, 200)]
        assert all(one.ended_ms <= other.began_ms for one, other in pairwise(seen.calls))
        assert (seen.peak, seen.computed < seen.seconds) == (1, True)
        with Watch(partner) as nothing:
            pass
        assert (nothing.calls, nothing.peak, nothing.answered) == ([], 0, 0)


def test_a_watch_counts_the_work_of_processors_not_of_clocks() -> None:
    with Watch() as asleep:
        time.sleep(0.05)
    with Watch() as awake:
        work.ways(26)
    assert asleep.seconds >= 0.05
    assert asleep.cores < 0.5
    assert awake.computed > 0


def test_ways_to_fill_a_row() -> None:
    assert [work.ways(row) for row in range(5)] == [1, 2, 3, 5, 8]


def test_a_heart_stands_still_while_the_loop_is_blocked() -> None:
    async def hearts() -> tuple[int, int]:
        async with Heart() as blocked:
            time.sleep(0.05)
        async with Heart() as free:
            await asyncio.sleep(0.2)
        return blocked.during, free.during

    blocked, free = asyncio.run(hearts())
    assert blocked == 0 < free


def asked(halls: stage.Halls, *groups: list[int]) -> None:
    """Ask a group of halls after the other, each all at once."""

    async def ask() -> None:
        async with halls.client() as client:
            for group in groups:
                await asyncio.gather(*(client.get(f"/halls/{hall}") for hall in group))

    asyncio.run(ask())


def test_a_slow_hall_waits_for_the_others_and_tells_if_it_was_in_vain() -> None:
    together, in_groups, last = (stage.Halls(dict.fromkeys((1, 2, 3), 9), slow=[1]) for _ in "abc")
    asked(together, [1, 2, 3])
    assert (together.held_up, together.peak, together.asked.total()) == (False, 3, 3)
    asked(in_groups, [1, 2], [3])
    assert (in_groups.held_up, in_groups.peak) == (True, 2)
    asked(last, [3, 2], [1])
    assert not last.held_up


def test_halls_fail_as_they_are_told() -> None:
    halls = stage.Halls({1: 7, 2: httpx.ReadTimeout("slow"), 3: 1}, statuses={3: 503})

    async def ask(hall: int) -> httpx.Response:
        async with halls.client() as client:
            return await client.get(f"/halls/{hall}")

    assert asyncio.run(ask(1)).json() == {"hall": 1, "seats_left": 7}
    assert asyncio.run(ask(3)).status_code == 503
    with pytest.raises(httpx.ReadTimeout):
        asyncio.run(ask(2))


@pytest.mark.parametrize("way", ["beside", "one by one", "in the loop"])
def test_a_bench_tells_who_froze_the_loop_and_who_worked_alone(way: str) -> None:
    bench = stage.Bench([1, 2])

    async def run() -> list[int]:
        async with bench:
            if way == "in the loop":
                return [bench.work(1), bench.work(2)]
            if way == "one by one":
                return [await asyncio.to_thread(bench.work, item) for item in (1, 2)]
            return await asyncio.gather(*(asyncio.to_thread(bench.work, item) for item in (1, 2)))

    assert asyncio.run(run()) == [-1, -2]
    assert bench.frozen is (way == "in the loop")
    assert bench.alone is (way == "one by one")


def test_what_never_comes_back_is_told() -> None:
    with pytest.raises(CheckFailed, match="nothing within"), judging("E2") as judge:
        stage.awaited(judge, "poll()", lambda: asyncio.sleep(60))


def test_what_is_no_coroutine_is_told() -> None:
    with pytest.raises(CheckFailed, match="async def"), judging("E2") as judge:
        stage.awaited(judge, "poll()", lambda: {})  # type: ignore[arg-type, return-value]
