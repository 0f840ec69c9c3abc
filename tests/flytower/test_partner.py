"""The partner's HTTP interface, and what it sees of its callers."""

import asyncio
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from requests import ReadTimeout

from labs.flytower.partner.app import Faults, create_app
from labs.servers import ServerError, Service
from tests.support.apps import Client, served


@pytest.fixture
def partner() -> Iterator[Client]:
    with served(create_app(delay_ms=5, at_once=3)) as client:
        yield client


def gauge(partner: Client) -> dict[str, Any]:
    reading: dict[str, Any] = partner.get("/gauge").json()
    return reading


def statuses(partner: Client, calls: int) -> list[int]:
    """Of so many calls at once."""

    async def all_at_once() -> list[int]:
        asked = [partner.asking("GET", f"/halls/{hall}") for hall in range(1, calls + 1)]
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    return list(partner.run(all_at_once))


def test_a_hall_has_the_same_seats_at_every_call(partner: Client) -> None:
    first, again = partner.get("/halls/12"), partner.get("/halls/12")
    assert first.json() == again.json() == {"hall": 12, "seats_left": 5 * 21}
    assert partner.get("/halls/14").json()["seats_left"] == 0


@pytest.mark.parametrize("hall", [0, 101])
def test_a_hall_that_is_not_there_is_a_problem(partner: Client, hall: int) -> None:
    answer = partner.get(f"/halls/{hall}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == f"There is no hall {hall}: they have numbers 1 to 100."


def test_calls_one_after_another_never_overlap(partner: Client) -> None:
    for hall in (1, 2, 3):
        partner.get(f"/halls/{hall}")
    calls = partner.get("/gauge/calls").json()
    assert [call["hall"] for call in calls] == [1, 2, 3]
    assert all(earlier["ended_ms"] <= later["began_ms"] for earlier, later in pairwise(calls))
    assert all(call["ended_ms"] - call["began_ms"] >= 5 for call in calls)
    expected = {"requests": 3, "now": 0, "peak": 1, "refused": 0, "open_holds": 0}
    assert gauge(partner) == expected


def test_as_many_as_the_limit_are_answered_at_once_and_one_more_is_refused(
    partner: Client,
) -> None:
    assert statuses(partner, 3) == [200] * 3
    assert gauge(partner)["peak"] == 3
    assert sorted(statuses(partner, 5)) == [200] * 3 + [503] * 2
    reading = gauge(partner)
    assert (reading["requests"], reading["refused"], reading["peak"]) == (8, 2, 3)


def test_a_reset_forgets_calls_and_holds(partner: Client) -> None:
    partner.get("/halls/1")
    partner.request("POST", "/halls/1/holds")
    assert partner.request("DELETE", "/gauge").status_code == 204
    assert gauge(partner)["requests"] == gauge(partner)["open_holds"] == 0
    assert partner.get("/gauge/calls").json() == []


def test_a_hold_is_open_until_it_is_given_back(partner: Client) -> None:
    hold = partner.request("POST", "/halls/3/holds")
    assert (hold.status_code, hold.json()["hall"]) == (201, 3)
    assert gauge(partner)["open_holds"] == 1
    path = f"/holds/{hold.json()['id']}"
    assert partner.request("DELETE", path).status_code == 204
    assert partner.request("DELETE", path).status_code == 404
    assert gauge(partner)["open_holds"] == 0


def test_a_hall_that_is_sold_out_takes_no_hold(partner: Client) -> None:
    assert partner.request("POST", "/halls/7/holds").status_code == 409


def test_a_hall_may_have_left_for_good() -> None:
    with served(create_app(delay_ms=0, halls=240, faults=Faults(gone=40))) as partner:
        assert partner.get("/halls/240").status_code == 200
        gone = partner.get("/halls/40")
        assert (gone.status_code, gone.json()["detail"]) == (410, "Hall 40 has left for good.")
        assert [call["status"] for call in partner.get("/gauge/calls").json()] == [200, 410]


def test_a_hall_may_never_answer_and_sees_its_caller_hang_up() -> None:
    partner = Service.start("partner", PARTNER_SILENT="7", PARTNER_DELAY_MS="0")
    with partner, partner.client() as client:
        with pytest.raises(ReadTimeout):
            client.get("/halls/7", timeout=0.1)
        assert client.get("/halls/8").status_code == 200
        deadline = time.monotonic() + 5
        while client.get("/gauge").json()["now"] and time.monotonic() < deadline:
            time.sleep(0.01)
        calls = client.get("/gauge/calls").json()
        assert sorted((call["hall"], call["status"]) for call in calls) == [(7, 499), (8, 200)]


def test_it_runs_as_a_process_of_its_own() -> None:
    partner = Service.start("partner", PARTNER_DELAY_MS="0", PARTNER_AT_ONCE="1")
    with partner, partner.client() as client:
        assert client.get("/halls/1").json() == {"hall": 1, "seats_left": 21}
        assert client.get("/gauge").json()["peak"] == 1


def test_a_wrong_environment_is_told() -> None:
    with pytest.raises(ServerError, match="PARTNER_AT_ONCE: Input should be greater than"):
        Service.start("partner", PARTNER_AT_ONCE="0")
