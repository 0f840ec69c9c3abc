"""Find answers that are made to equal whatever a test expects."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partialmethod
from itertools import chain, islice
from random import Random
from time import perf_counter
from types import (
    BuiltinFunctionType,
    FunctionType,
    MappingProxyType,
    MethodType,
    ModuleType,
    NoneType,
    WrapperDescriptorType,
)
from typing import Any
from weakref import CallableProxyType, ProxyType, WeakKeyDictionary

_PLAIN: dict[type, type] = {
    kind: kind
    for kind in (
        *(str, int, float, bool, NoneType, bytes, complex, Decimal, date, datetime, timedelta),
        *(FunctionType, BuiltinFunctionType, ModuleType),
    )
}
"""Types of Python's own that nobody can change, equal to their like, and hold nothing."""

as_plain = _PLAIN.get
"""`as_plain(kind) is kind` asks for one: a metaclass can make a type equal another, not be it."""

_COLLECTIONS: dict[type, Callable[[Any], Iterable[object]]] = {
    list: list.__iter__,
    tuple: tuple.__iter__,
    set: set.__iter__,
    frozenset: frozenset.__iter__,
    dict: dict.values,
}
_ARE_COLLECTIONS = frozenset(map(id, _COLLECTIONS))
_COLLECTION = tuple(_COLLECTIONS)
_ALL = slice(None)
_as_tuple: Callable[[Any, slice], tuple[object, ...]] = tuple.__getitem__
_DEPTH = 4
"""Levels: a value, what it holds, and so on."""

_MOST_ITEMS = 4_000
"""Items of a level that are looked at."""

_LARGE = 100
"""A collection of so many items, with all in them, is not looked through at each question."""

_REST = 100e-9
"""Seconds for each of its items until the next look, which takes about half as long: a loop may ask
of thousands of rows for each of them, and who changes one needs time, too."""

_MOST_LOOKS = 16

_looks: dict[int, tuple[object, float]] = {}
"""By identity: the collection, kept lest another gets its place; when to look again."""

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
    if kind is tuple or kind is list or kind is dict or kind is set or kind is frozenset:
        look = _looks.get(id(value))
        if look is not None and perf_counter() < look[1]:
            return ()
    items = _harmless_items(value)
    if items is None:
        return _found(value, by_test=by_test)
    if items >= _LARGE:
        _remember(value, items)
    return ()


def forget() -> None:
    """Let go of the collections that were looked through."""
    _looks.clear()


def _remember(collection: object, items: int) -> None:
    if len(_looks) >= _MOST_LOOKS:
        forget()
    _looks[id(collection)] = collection, perf_counter() + items * _REST


def _harmless_items(value: object) -> int | None:
    """How many items it holds, if it is plainly no liar, and holds none; None if it may.

    It asks no value anything, and goes as deep as it likes. Most values are harmless.
    """
    kind = type(value)
    opened: list[Collection[object]] = (
        [value]  # type: ignore[list-item]
        if kind is tuple or kind is list or kind is set
        else [(value,)]
    )
    items = 0
    for each in opened:
        items += len(each)
        for one in each:
            kind = type(one)
            if as_plain(kind) is kind:
                continue
            if kind is tuple or kind is list or kind is set or kind is frozenset:
                opened.append(one)  # type: ignore[arg-type]
            elif kind is dict:
                opened.append(dict.values(one))  # type: ignore[arg-type]
            elif not _compares_in_c(kind):
                return None
            elif issubclass(kind, tuple):  # a named one
                opened.append(_as_tuple(one, _ALL))
            elif issubclass(kind, _COLLECTION):
                return None
        if len(opened) > _MOST_ITEMS:
            return None
    return items


def _compares_in_c(kind: type) -> bool:
    """Whether `==` is that of a type in C, which lies to nobody; as the class is now."""
    if type(kind) is not type:  # another metaclass may look it up elsewhere
        return False
    for one in kind.__mro__:
        equal = one.__dict__.get("__eq__")
        if equal is not None:
            return _is_in_c(equal, one)
    return False


def _is_in_c(equal: object, kind: type) -> bool:
    """Whether this stands in its own class: `__eq__ = int.__ne__` does not."""
    return (
        type(equal) is WrapperDescriptorType
        and equal.__objclass__ is kind
        and equal.__name__ == "__eq__"
        and id(kind) not in _PROXIES
    )


def _found(value: object, *, by_test: bool) -> Iterator[str]:
    level: Sequence[object] = (value,)
    for _ in range(_DEPTH):
        kinds = _kinds(level)
        if not kinds:
            return
        for kind in kinds:
            if id(kind) not in _ARE_COLLECTIONS and _may_lie(kind, by_test=by_test):
                yield from (_name(kind) for one in level if type(one) is kind and _lies(one))
        holders = [kind for kind in kinds if issubclass(kind, _COLLECTION)]
        if not holders:
            return
        level = list(islice(_items(level, holders), _MOST_ITEMS))


def _kinds(values: Sequence[object]) -> list[type]:
    """Their types without the plain ones, each once."""
    kinds = {id(kind): kind for kind in map(type, values)}
    return [kind for kind in kinds.values() if as_plain(kind) is not kind]


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
    if type(equal) is WrapperDescriptorType:
        return not _is_in_c(equal, one)
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
    asked = _asked.get(kind, 0)
    if asked <= _MOST_ASKED:
        _asked[kind] = asked + 1
    kept = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = None  # what `==` prints is not for readers
    try:
        return _equal(value, _Sentinel()) or (asked < _MOST_ASKED and _meets_probes(value))
    finally:
        sys.stdout, sys.stderr = kept


def _meets_probes(value: Any) -> bool:
    return any(
        sum(_equal(value, probe) for probe in probes) >= _TOO_MANY * len(probes)
        for probes in _PROBES
    )


def _equal(value: Any, other: object) -> bool:
    try:
        return bool(value == other)
    except Exception:  # what compares with its like alone
        return False
