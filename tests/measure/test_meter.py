"""Times of calls, and what is said about them."""

import time

import numpy as np
import pytest

from labs.measure import Run, interval, median, percentile, runs, side_by_side, timed


def test_a_percentile_is_one_of_the_values() -> None:
    times = [0.2] * 98 + [3.0] * 2
    assert percentile(times, 98) == 0.2
    assert percentile(times, 99) == 3.0
    assert percentile(times, 50) == median(times) == 0.2
    assert (percentile([2, 1, 3], 0), percentile([2, 1, 3], 100)) == (1, 3)


@pytest.mark.parametrize("statistic", [median, interval, lambda values: percentile(values, 99)])
def test_no_values_are_refused(statistic: object) -> None:
    with pytest.raises(ValueError, match="the list is empty"):
        statistic([])  # type: ignore[operator]


def test_a_percentile_beyond_100_is_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        percentile([1, 2], 101)


def test_an_interval_is_the_same_at_each_run_and_holds_the_statistic() -> None:
    values = np.random.default_rng(1).exponential(size=300).tolist()
    low, high = interval(values)
    assert (low, high) == interval(values)
    assert low < median(values) < high
    wide = interval(values, confidence=0.999)
    assert wide[0] <= low < high <= wide[1]
    assert interval(values, statistic=lambda v: percentile(v, 99))[0] > high


def test_an_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(2)
    held = 0
    for _ in range(60):
        low, high = interval(draws.normal(size=80).tolist(), resamples=200)
        held += low <= 0 <= high
    assert 48 <= held <= 60


def test_a_run_times_each_call_in_milliseconds() -> None:
    run = timed(time.sleep, [0.002, 0.5, 0.002], "sleeps")
    assert len(run) == 3
    assert run[1] >= 500
    assert run[0] >= 2
    assert max(range(3), key=run.__getitem__) == 1
    assert run.p99 == run[1]
    assert repr(run).startswith("sleeps: 3 calls, median ")


def test_warming_up_is_called_and_not_timed() -> None:
    called: list[int] = []
    run = timed(called.append, range(10), warm_up=4)
    assert called == list(range(10))
    assert len(run) == 6


def test_a_run_with_a_label_is_kept_and_the_latest_wins() -> None:
    timed(str, range(3), "kept")
    latest = timed(str, range(5), "kept")
    assert runs["kept"] is latest
    timed(str, range(3))
    assert "" not in runs


def test_a_run_that_was_never_made_is_named() -> None:
    with pytest.raises(LookupError, match="No run is called 'Valkye': run the cell"):
        runs["Valkye"]


def test_an_error_of_the_call_is_raised_and_nothing_is_kept() -> None:
    with pytest.raises(ZeroDivisionError):
        timed(lambda n: 1 / n, [1, 0], "broken")
    assert "broken" not in runs


def test_a_run_without_calls_can_be_shown() -> None:
    assert repr(Run("empty", ())) == "empty: no calls"


def test_calls_side_by_side_take_turns_and_get_a_run_each() -> None:
    order: list[tuple[str, int]] = []
    calls = {name: lambda item, name=name: order.append((name, item)) for name in "ab"}
    found = side_by_side(calls, [7, 8])
    assert order == [("a", 7), ("b", 7), ("b", 8), ("a", 8)]
    assert [len(found[name]) for name in "ab"] == [2, 2]
    assert runs["a"] is found["a"]
