"""Find answers that are made to equal whatever a test expects."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partialmethod
from itertools import islice
from random import Random
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any
from weakref import CallableProxyType, ProxyType, WeakKeyDictionary

_PLAIN = frozenset({int, float, complex, str, bytes, bool, type(None)})
_ORDERED = (list, tuple, set, frozenset)
_MOST_ITEMS = 1_000
_TOO_MANY = 0.6
"""From this share of all values on it is no answer; numbers modulo 2 equal half of them."""

_TOLERANT = ("unittest.mock", "_pytest.", "pytest")
"""Libraries of tests with values that equal many others: a test may use them, no answer does."""

_random = Random(0)  # noqa: S311 - no secret
_PROBES: tuple[tuple[Any, ...], ...] = (
    tuple(range(-500, 500)),
    tuple(number / 8 for number in range(-500, 500)),
    tuple("".join(_random.choices("abcdefgh XYZ01", k=length % 9)) for length in range(1, 200)),
    (False, True),
    *(
        tuple(kind(range(number, number + length)) for number in range(9) for length in range(1, 9))
        for kind in (list, tuple, set)
    ),
    tuple({number: number} for number in range(50)),
)


_NO_METHODS = {type, staticmethod, classmethod, partialmethod, MethodType, BuiltinFunctionType}
"""What can stand in a class as `__eq__`, and no library puts there."""

_MOST_ASKED = 100
"""Values of one type that meet every probe; it takes a while."""

_asked: WeakKeyDictionary[type, int] = WeakKeyDictionary()


class _Sentinel:
    """Equal to nothing but itself."""


def liars(value: object, *, by_test: bool = False, depth: int = 3) -> Iterator[str]:
    """Names of types that equal whatever they meet, found in a value.

    What stands in the test's own text (`by_test`) may be of a library for tests.
    """
    kind = type(value)
    if kind in _PLAIN:
        return
    if depth:
        for item in _items(value):
            if type(item) not in _PLAIN:
                yield from liars(item, by_test=by_test, depth=depth - 1)
    if _may_lie(kind, by_test=by_test) and _equals_anything(value):
        yield str(type.__getattribute__(kind, "__qualname__"))


def made_here(kind: type) -> bool:
    """Whether a cell defined this type or one that it is derived from."""
    return any(_is_cell_s(value) for one in type.mro(kind) for value in vars(one).values())


def _is_cell_s(value: object) -> bool:
    return type(value) is FunctionType and not value.__code__.co_filename.startswith(
        (sys.prefix, sys.base_prefix, "<frozen ")
    )


def _items(value: Any) -> Iterable[object]:
    """What a collection holds, also if it has an `__iter__` of its own."""
    kind = type(value)
    base: Any
    for base in _ORDERED:
        if issubclass(kind, base):
            return list(islice(base.__iter__(value), _MOST_ITEMS))
    return list(islice(dict.values(value), _MOST_ITEMS)) if issubclass(kind, dict) else ()


def _may_lie(kind: type, *, by_test: bool) -> bool:
    """Whether the comparison is no library's."""
    if kind in {ProxyType, CallableProxyType}:
        return True
    equal = next(vars(one)["__eq__"] for one in type.mro(kind) if "__eq__" in vars(one))
    if type(equal) in _NO_METHODS:
        return True
    if type(equal) is not FunctionType:
        return made_here(type(equal))
    home = str(equal.__globals__.get("__name__"))
    return _is_cell_s(equal) or (not by_test and home.startswith(_TOLERANT))


def _equals_anything(value: Any) -> bool:
    kind = type(value)
    _asked[kind] = _asked.get(kind, 0) + 1
    with redirect_stdout(None), redirect_stderr(None):
        if _equal(value, _Sentinel()):
            return True
        if _asked[kind] > _MOST_ASKED:
            return False
        for probes in _PROBES:
            equal = sum(_equal(value, probe) for probe in probes)
            if equal >= _TOO_MANY * len(probes):
                return True
    return False


def _equal(value: Any, other: object) -> bool:
    try:
        return (value == other) is True
    except Exception:  # what compares with its like alone
        return False
