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


class _Borrowed:
    """Shows who asks the class the comparison of every object, and compares otherwise."""

    def __get__(self, value: object, kind: type) -> object:
        return object.__eq__ if value is None else lambda other: True


class Borrower:
    """Compares honestly, by what its class says."""

    __eq__ = _Borrowed()  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


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
    Borrower(),
    [{"rows": Line(1, Anything())}],
    {number: Line(number, Anything()) for number in range(1_000)},
]


@pytest.mark.parametrize("value", HIDDEN, ids=count())
def test_what_equals_everything_is_found_in_what_holds_it(value: object) -> None:
    assert set(liars(value)) & {*("Anything", "Borrower", "Disguised", "Truthy", "Unequal")}


def test_a_class_that_is_changed_after_the_question_is_asked_anew() -> None:
    class Later:
        pass

    rows = [Later()]
    assert not list(liars(rows))
    setattr(Later, "__eq__", Anything.__eq__)  # noqa: B010 - a type checker minds it otherwise
    assert any(name.endswith("Later") for name in liars(rows))


def test_what_gets_another_class_after_the_question_is_asked_anew() -> None:
    class Honest:
        pass

    row: object = Honest()
    assert not list(liars((row,)))
    row.__class__ = Anything
    assert list(liars((row,))) == ["Anything"]


def test_each_large_collection_is_looked_through_also_where_another_was() -> None:
    for number in range(200):
        rows: list[object] = [*range(1_000)]  # in the place of the one that has just gone
        if number % 2:
            rows[500] = Anything()
        assert bool(list(liars(rows))) == bool(number % 2)


def test_what_is_put_into_a_large_collection_is_found_before_long() -> None:
    rows: list[object] = [*range(1_000)]
    assert not list(liars(rows))
    rows[500] = Anything()
    began = time.monotonic()
    while not list(liars(rows)):
        assert time.monotonic() - began < 10


def test_a_loop_may_ask_of_each_row_whether_it_is_among_two_thousand() -> None:
    rows = {(number, "seat") for number in range(2_000)}
    began = time.process_time()
    for _ in rows:
        assert not list(liars(rows))
    assert time.process_time() - began < 1


def test_a_loop_may_ask_whether_a_row_is_among_those_before() -> None:
    rows: set[object] = set()
    began = time.process_time()
    for number in range(4_000):
        assert not list(liars(rows))
        rows.add((number, "seat"))
    assert time.process_time() - began < 1
