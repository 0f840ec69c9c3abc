"""Load: bounded, counted, and on this machine only."""

import socket
import threading
import time
from itertools import repeat

import pytest

from labs.measure import replay
from labs.measure.loopback import NotLoopbackError


def test_each_item_is_sent_once_and_outcomes_are_counted() -> None:
    sent: list[int] = []

    def call(item: int) -> int:
        sent.append(item)
        if item % 10 == 0:
            raise TimeoutError
        return 200 if item % 2 else 404

    result = replay(call, range(100), clients=4, outcome=str)
    assert sorted(sent) == list(range(100))
    assert result.outcomes == {"200": 50, "404": 40, "TimeoutError": 10}
    assert result.errors == {"TimeoutError": 10}
    assert len(result.run) == 100
    assert result.complete
    assert "50 200, 40 404, 10 TimeoutError" in str(result)


def test_times_stand_in_the_order_of_the_items() -> None:
    result = replay(time.sleep, [0.5, 0.001, 0.001, 0.5], clients=4)
    assert [milliseconds > 400 for milliseconds in result.run] == [True, False, False, True]


def test_clients_work_at_the_same_time() -> None:
    meeting = threading.Barrier(8, timeout=60)
    result = replay(lambda _: meeting.wait(), range(8), clients=8)
    assert result.outcomes == {"answered": 8}


def test_it_ends_when_the_time_is_up() -> None:
    result = replay(lambda _: time.sleep(0.01), range(100_000), clients=2, seconds=0.1)
    assert not result.complete
    assert 1 <= len(result.run) < 100
    assert result.seconds < 60
    assert str(result).endswith("time was up")


def test_an_error_in_counting_is_raised_and_ends_all_clients() -> None:
    sent: list[int] = []

    def outcome(_: object) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replay(sent.append, list(repeat(1, 10_000)), clients=1, outcome=outcome)
    assert len(sent) == 1


@pytest.mark.parametrize("clients", [0, -1, 65])
def test_too_many_or_no_clients_are_refused(clients: int) -> None:
    with pytest.raises(ValueError, match="clients must be 1 to 64"):
        replay(str, [1], clients=clients)


def test_load_on_another_machine_is_refused_and_not_counted_as_an_error() -> None:
    def call(host: str) -> None:
        socket.create_connection((host, 80), timeout=1)

    for host in ("192.0.2.1", "example.org"):
        with pytest.raises(NotLoopbackError, match=f"{host} is not its own address"):
            replay(call, [host], clients=2)
