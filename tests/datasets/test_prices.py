"""D4 with changes of price."""

import pytest

from labs.datasets import DIDO, Change, Event, Read, price_changes


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return price_changes(20_000, seed=5)


def test_the_same_seed_gives_the_same_events(events: list[Event]) -> None:
    assert price_changes(20_000, seed=5) == events
    assert price_changes(20_000, seed=6) != events


def test_events_come_in_the_order_of_time_within_the_seconds_asked_for() -> None:
    times = [event.at_ms for event in price_changes(2_000, seed=1, seconds=30)]
    assert times == sorted(times)
    assert times[0] == 0
    assert times[-1] <= 30_000


def test_there_is_one_change_for_every_four_hundred_reads(events: list[Event]) -> None:
    assert sum(isinstance(event, Read) for event in events) == 20_000
    assert sum(isinstance(event, Change) and event.at_ms > 0 for event in events) == 50


def test_no_page_is_read_before_its_opening_price(events: list[Event]) -> None:
    priced = {event.page_id for event in events if isinstance(event, Change) and event.at_ms == 0}
    assert len(priced) == 20
    assert {event.page_id for event in events} == priced


def test_each_change_gives_another_price(events: list[Event]) -> None:
    pence: dict[int, int] = {}
    for event in events:
        if isinstance(event, Change):
            assert pence.get(event.page_id) != event.pence
            assert event.pence > 0
            pence[event.page_id] = event.pence


def test_one_page_is_that_of_dido() -> None:
    assert {event.page_id for event in price_changes(1_000, seed=3, pages=1)} == {DIDO}


def test_some_time_to_live_meets_both_the_staleness_and_the_hit_budget(
    events: list[Event],
) -> None:
    swept = {ttl: sweep(events, ttl) for ttl in (300, 3_000, 30_000)}
    assert swept[300][0] < 0.8, "too short: too few hits"
    assert swept[3_000][0] > 0.8, "about right"
    assert swept[3_000][1] < 0.02, "about right"
    assert swept[30_000][1] > 0.02, "too long: too many stale answers"


def sweep(events: list[Event], ttl_ms: int) -> tuple[float, float]:
    """Share of hits and of stale answers among the reads, with a cache of this time to live."""
    price: dict[int, int] = {}
    copies: dict[int, tuple[int, int]] = {}
    reads = hits = stale = 0
    for event in events:
        if isinstance(event, Change):
            price[event.page_id] = event.pence
            continue
        reads += 1
        pence, until = copies.get(event.page_id, (0, 0))
        if event.at_ms < until:
            hits += 1
            stale += pence != price[event.page_id]
        else:
            copies[event.page_id] = price[event.page_id], event.at_ms + ttl_ms
    return hits / reads, stale / reads


@pytest.mark.parametrize("wrong", [{"pages": 0}, {"pages": 2_401}, {"seconds": 0}])
def test_a_trace_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        price_changes(100, seed=1, **wrong)
