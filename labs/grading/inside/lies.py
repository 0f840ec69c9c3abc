"""Find answers that are made to equal whatever a test expects."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partialmethod
from itertools import chain, islice
from random import Random
from types import (
    BuiltinFunctionType,
    FunctionType,
    MappingProxyType,
    MethodType,
    WrapperDescriptorType,
)
from typing import Any
from weakref import CallableProxyType, ProxyType, WeakKeyDictionary

_PLAIN = frozenset(map(id, (int, float, complex, str, bytes, bool, type(None))))
"""By identity, as all types here: a metaclass can make a type equal another."""

_COLLECTIONS: dict[type, Callable[[Any], Iterable[object]]] = {
    list: list.__iter__,
    tuple: tuple.__iter__,
    set: set.__iter__,
    frozenset: frozenset.__iter__,
    dict: dict.values,
}
_ARE_COLLECTIONS = frozenset(map(id, _COLLECTIONS))
_DEPTH = 4
"""Levels: a value, what it holds, and so on."""

_MOST_ITEMS = 4_000
"""Items of a level that are looked at."""

_LARGE, _OFTEN, _NOW_AND_THEN = 100, 20, 0.01
"""A collection of so many items, looked through so often, is looked through for this share of the
later questions."""

_looked_through: Counter[int] = Counter()

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

_PROXIES = frozenset(map(id, (ProxyType, CallableProxyType)))
_mro = type.__dict__["__mro__"].__get__
"""The order in which a type is looked through, whatever its metaclass says."""

_flags = type.__dict__["__flags__"].__get__
_MAY_LIE = 1 << 9 | 1 << 25 | 1 << 26 | 1 << 29
"""Flags of CPython: a type made while Python runs, or derived from a list, a tuple or a dict."""

_MOST_ASKED = 100
"""Values of one type that meet every probe; it takes a while."""

_asked: WeakKeyDictionary[type, int] = WeakKeyDictionary()

_TRUSTED: Mapping[int, type] = MappingProxyType({})
"""This library's own types, by identity."""


class _Sentinel:
    """Equal to nothing but itself."""


def trust_this_library() -> None:
    """Believe the classes that `labs` has by now: called before a submission's first cell."""
    global _TRUSTED  # noqa: PLW0603 - as a constant it is put back, should a submission change it
    _TRUSTED = MappingProxyType(
        {
            id(kind): kind
            for name, module in list(sys.modules.items())
            if name.startswith("labs.")
            for kind in list(vars(module).values())
            if isinstance(kind, type) and kind.__module__ == name
        }
    )


def liars(value: object, *, by_test: bool = False) -> Iterable[str]:
    """Names of types that equal whatever they meet, found in a value and in what it holds.

    What stands in the test's own text (`by_test`) may be of a library for tests.
    """
    kind = type(value)
    number = id(kind)
    if number in _PLAIN:
        return ()
    if number in _ARE_COLLECTIONS:
        return () if _is_enough(kind, value) else _found(value, by_test=by_test)
    if number in _PROXIES or _flags(kind) & _MAY_LIE:
        return _found(value, by_test=by_test)
    return ()


def _found(value: object, *, by_test: bool) -> Iterator[str]:
    level: Sequence[object] = (value,)
    for _ in range(_DEPTH):
        kinds = _kinds(level)
        if not kinds:
            return
        for kind in kinds:
            if id(kind) not in _ARE_COLLECTIONS and _may_lie(kind, by_test=by_test):
                yield from (_name(kind) for one in level if type(one) is kind and _lies(one))
        level = list(islice(_items(level, kinds), _MOST_ITEMS))


def _kinds(values: Sequence[object]) -> list[type]:
    """Their types without the plain ones, each once."""
    if _PLAIN.issuperset(map(id, map(type, values))):
        return []
    numbers = set(map(id, map(type, values))) - _PLAIN
    return [next(kind for kind in map(type, values) if id(kind) == one) for one in numbers]


def _is_enough(kind: type, collection: Any) -> bool:
    """Whether this one has been looked through often: a loop of a test may ask for each item."""
    if len(collection) < _LARGE:
        return _PLAIN.issuperset(map(id, map(type, _COLLECTIONS[kind](collection))))
    number = id(collection)
    _looked_through[number] += 1
    return _looked_through[number] > _OFTEN and _random.random() > _NOW_AND_THEN


def made_here(kind: type) -> bool:
    """Whether a cell defined this type or one that it is derived from."""
    return any(_is_cell_s(value) for one in _mro(kind) for value in vars(one).values())


def _is_cell_s(value: object) -> bool:
    return type(value) is FunctionType and not value.__code__.co_filename.startswith(
        (sys.prefix, sys.base_prefix, "<frozen ")
    )


def _items(level: Sequence[object], kinds: Iterable[type]) -> Iterable[object]:
    """What the collections of a level hold, also those with an `__iter__` of their own.

    A test may ask about the same thousand rows for each of them, so this runs without a step of
    Python for each item.
    """
    opened = []
    for kind in kinds:
        for base, items in _COLLECTIONS.items():
            if issubclass(kind, base):
                of_kind = level if len(level) == 1 else [one for one in level if type(one) is kind]
                opened.append(map(items, of_kind))
                break
    return chain.from_iterable(chain.from_iterable(opened))


def _may_lie(kind: type, *, by_test: bool) -> bool:
    """Whether the comparison is no library's."""
    if id(kind) in _PROXIES:
        return True
    if id(kind) in _TRUSTED:
        return False
    for one in _mro(kind):
        if "__eq__" in vars(one):
            equal = vars(one)["__eq__"]
            break
    if type(equal) is WrapperDescriptorType:  # `int.__eq__`, but not `__eq__ = int.__ne__`
        return equal.__objclass__ is not one or equal.__name__ != "__eq__"
    if type(equal) in _NO_METHODS:
        return True
    if type(equal) is not FunctionType:
        return made_here(type(equal))
    home = str(equal.__globals__.get("__name__"))
    return _is_cell_s(equal) or (not by_test and home.startswith(_TOLERANT))


def _name(kind: type) -> str:
    return str(type.__getattribute__(kind, "__qualname__"))


def _lies(value: Any) -> bool:
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
        return bool(value == other)
    except Exception:  # what compares with its like alone
        return False
