"""Requests of a program that never waits, and the most that a limit has let through."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

Span = tuple[int, int, int]
"""From this millisecond, until before that one, one request each so many."""

RUSHES: Sequence[Span] = ((2_900, 4_400, 1), (9_000, 10_000, 1), (15_500, 17_500, 1))
"""Twenty seconds of Kirkwall's program."""


def requests_in(spans: Iterable[Span] = RUSHES) -> list[int]:
    """The millisecond of each request, in order."""
    return [now for span in spans for now in range(*span)]


def let_through(admits: Callable[[int], bool], requests: Iterable[int]) -> list[int]:
    """The milliseconds of the requests that pass, each asked for in its turn."""
    return [now for now in requests if admits(now)]


def most_in(milliseconds: int, passed: Sequence[int]) -> int:
    """The most that passed within any so many milliseconds; `passed` is in order."""
    return max((in_the_last(milliseconds, passed, now) for now in passed), default=0)


def in_the_last(milliseconds: int, passed: Sequence[int], now: int) -> int:
    """How many passed within so many milliseconds before `now`, or just then."""
    return bisect_right(passed, now) - bisect_right(passed, now - milliseconds)
