"""Whether a namespace has changed since, without touching what is in it.

To look each name up touches each object, and after a fork the pages of all are copied: 25 ms for
the 30,000 names of pandas and its kin. CPython numbers each change of a dict (PEP 509, in 3.11 to
3.13): one number to read for a module or a class. Elsewhere each namespace counts as changed.
"""

import gc
from collections.abc import Mapping, Sequence
from ctypes import c_uint64
from itertools import compress
from operator import attrgetter, ne
from types import MappingProxyType
from typing import Any

_TAG = 3 * 8
"""Where in a dict its number is: after the count of references, the type and the size."""

_value = attrgetter("value")


class Versions:
    """The versions of namespaces: the `__dict__` of modules and classes, or any other dict."""

    def __init__(self, namespaces: Sequence[Mapping[str, Any]]) -> None:
        self._tags = [_tag(names) for names in namespaces] if _KNOWN else []
        self._count = len(namespaces)
        self._then = self._now()

    def changed(self) -> list[int]:
        """Which of them may have changed since the last call, by their index."""
        then, self._then = self._then, self._now()
        if not _KNOWN:
            return list(range(self._count))
        return list(compress(range(self._count), map(ne, then, self._then)))

    def _now(self) -> list[int]:
        return list(map(_value, self._tags))


def _tag(names: Mapping[str, Any]) -> c_uint64:
    if isinstance(names, MappingProxyType):  # a class shows its dict through one
        (names,) = gc.get_referents(names)
    return c_uint64.from_address(id(names) + _TAG)


def _are_known() -> bool:
    """Whether this interpreter numbers the changes of a dict: tried on one."""

    class Tried:
        one = 1

    if dict.__basicsize__ != 6 * 8:
        return False
    tag, seen = _tag(Tried.__dict__), set()
    for value in range(8):
        seen.add(tag.value)
        Tried.one = value
    return len(seen) == 8 and tag.value == tag.value


_KNOWN = _are_known()
