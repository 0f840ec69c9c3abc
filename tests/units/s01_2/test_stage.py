"""What S01.2 measures and judges with."""

import asyncio
from collections.abc import Sequence

import httpx
import pytest

from labs.judges.loops import in_a_loop
from labs.languages import NotWrittenError, ProgramError, programs
from labs.servers import Service
from labs.units.s01_2 import stage, upstream
from labs.units.s01_2.upstream import NEVER, Ask, Found, GoneError, Leaves, Upstream, Waits


async def in_turn(ask: Ask, halls: Sequence[int], found: Found) -> None:
    for hall in halls:
        found[hall] = await ask(hall)


def test_an_upstream_tells_what_it_was_asked() -> None:
    halls = Upstream({1: 0, 2: Leaves(after=2), 3: 30})
    found: Found = {}

    async def run() -> upstream.Came:
        return await upstream.imported(in_turn(halls.ask, [1, 2, 3], found), halls, found)

    came = in_a_loop(run)
    assert (halls.begun, halls.answered, halls.peak) == ([1, 2], {1: 0}, 1)
    assert (came.found, came.open, came.later, came.returned) == ({1: 0}, 0, 0, False)
    assert [type(error) for error in came.errors] == [GoneError]


def test_a_call_that_is_left_alone_is_open_at_the_end() -> None:
    halls = Upstream({1: 10, 2: NEVER})

    async def careless() -> None:
        asyncio.ensure_future(halls.ask(2))  # noqa: RUF006 - nobody holds it, which is the point
        await halls.ask(1)

    async def run() -> upstream.Came:
        return await upstream.imported(careless(), halls, {})

    came = in_a_loop(run)
    assert (came.returned, came.open) == (True, 1)


def test_a_hall_waits_in_vain_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream, "HELD_UP", 0.02)
    halls = Upstream({1: Waits(after=2), 2: 20})
    assert in_a_loop(lambda: halls.ask(1)) == 1
    assert halls.held_up == [1]


def test_a_log_has_the_calls_of_its_block_and_who_hung_up() -> None:
    faults = {"PARTNER_GONE": "2", "PARTNER_SILENT": "3", "PARTNER_DELAY_MS": "1"}
    with Service.start("partner", **faults) as partner:
        with stage.log_of(partner) as calls, httpx.Client(trust_env=False) as client:
            for hall in (1, 2, 4):
                client.get(f"{partner.url}/halls/{hall}")
            with pytest.raises(httpx.ReadTimeout):
                client.get(f"{partner.url}/halls/3", timeout=0.1)
        assert [(call.hall, call.status) for call in calls] == [
            (1, 200),
            (2, 410),
            (4, 200),
            (3, 499),
        ]
        assert [call.hall for call in stage.in_vain(calls)] == [4, 3]


def test_a_program_that_was_not_written_is_told_as_that() -> None:
    with pytest.raises(NotWrittenError, match=r"There is no program stream\.mjs"):
        stage.ask_stream()
    with pytest.raises(NotWrittenError, match=r"There is no program pool\.go"):
        stage.run_pool("pool.go", [])


UNLOCKED = """package main

import (
	"context"
	"sync"
)

func importHalls(ctx context.Context, halls []int, workers int,
	ask func(context.Context, int) (int, error)) (map[int]int, error) {
	found := map[int]int{}
	var group sync.WaitGroup
	for _, hall := range halls {
		group.Add(1)
		go func() {
			defer group.Done()
			seats, _ := ask(ctx, hall)
			found[hall] = seats
		}()
	}
	group.Wait()
	return found, nil
}
"""


def test_a_pool_that_races_is_placed_in_its_own_line() -> None:
    programs.write("unlocked.go", UNLOCKED)
    with pytest.raises(ProgramError, match=r"line 18 of the cell unlocked\.go: found"):
        stage.race("unlocked.go", halls=8, workers=8)
