"""Load: bounded, counted, and on this machine only."""

import threading
import time
from itertools import repeat

import pytest

from labs.measure import replay
from labs.measure.load import NotLoopbackError, require_loopback


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


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000",
        "http://127.8.9.10/page/7",
        "redis://user:secret@localhost:6379/0",
        "http://[::1]:80/",
        "127.0.0.1:6379",
        "localhost",
    ],
)
def test_this_machine_may_be_loaded(url: str) -> None:
    assert require_loopback(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "http://10.0.0.1:8000",
        "http://0.0.0.0:8000",
        "http://192.168.1.1",
        "http://127.0.0.1@example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "http://example.org/#@127.0.0.1",
        "http://example.org?x=//localhost",
        "http://2130706433/",
        "http://[2001:db8::1]/",
        "example.org:80",
        "",
        "unix:///tmp/socket",
    ],
)
def test_machines_of_others_are_refused(url: str) -> None:
    with pytest.raises(NotLoopbackError, match="this machine only"):
        require_loopback(url)
