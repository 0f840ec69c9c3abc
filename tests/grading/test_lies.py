"""Which answers are taken for made up, and how long the question takes."""

import time
from collections import Counter, namedtuple
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from labs.grading.inside.lies import liars


class Anything:
    """Equal to whatever it meets."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Truthy:
    """Equal in the way an `assert` takes it."""

    def __eq__(self, other: object) -> str:  # type: ignore[override]
        return "yes"

    __hash__ = None  # type: ignore[assignment]


class Unequal(int):
    """Equal to every number but its own."""

    __eq__ = int.__ne__  # type: ignore[assignment]
    __hash__ = int.__hash__


class Rows(list[object]):
    """A list that hides what it holds."""

    def __iter__(self) -> Iterator[object]:
        return iter(())


class _Ordered(type):
    """Looks for methods elsewhere than in a type's bases."""

    def mro(cls) -> list[type]:
        return [cls, Anything, object]


class Disguised(metaclass=_Ordered):
    """Derived from nothing, it seems."""


Line = namedtuple("Line", "number text")

HONEST = [
    [1, "two", 3.0, None, (4, "five"), ["six", (7, b"eight")]],
    {"one": [Line(1, "a"), Line(2, "b")], "two": {3: {"four"}, 5: frozenset({6})}},
    [Decimal("1.5"), date(2027, 3, 23), Counter("hall")],
    ((), [], {}, set()),
]


@pytest.mark.parametrize("value", HONEST, ids=lambda value: type(value).__name__)
def test_an_honest_answer_is_no_lie(value: object) -> None:
    assert list(liars(value)) == []


HIDDEN = [
    Anything(),
    [1, "two", Anything()],
    [(1, "two"), (3, Anything())],
    {"one": [1, {"two": Anything()}]},
    [Line(1, "a"), Line(2, Anything())],
    Rows([1, Anything()]),
    [*range(1_000), Anything()],
    Disguised(),
    [Truthy()],
    Unequal(-99_999),
]


@pytest.mark.parametrize("value", HIDDEN, ids=count())
def test_what_equals_everything_is_found_in_what_holds_it(value: object) -> None:
    assert set(liars(value)) & {"Anything", "Disguised", "Truthy", "Unequal"}


def test_a_loop_may_ask_of_each_row_whether_it_is_among_two_thousand() -> None:
    rows = {(number, "seat") for number in range(2_000)}
    began = time.process_time()
    for _ in rows:
        assert not list(liars(rows))
    assert time.process_time() - began < 1
