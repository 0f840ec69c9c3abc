"""Where two JSON values differ, by value and by type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labs.judges.wire.exchange import ANYTHING, InAnyOrder, Includes, Kept

_NAMES = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with a point",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


@dataclass(frozen=True)
class Difference:
    """The first place where an answer is not as expected, in words."""

    place: str
    """Such as `items[2].pence`; empty for the whole."""
    got: str
    expected: str


def difference(expected: Any, got: Any, place: str = "") -> Difference | None:  # noqa: ANN401
    """The first difference of two JSON values, outermost first; None if there is none."""
    match expected:
        case Includes(members):
            return _object(members, got, place, closed=False)
        case dict():
            return _object(expected, got, place, closed=True)
        case InAnyOrder(items):
            return _in_any_order(items, got, place)
        case list() | tuple():
            return _list(expected, got, place)
    if expected is ANYTHING or same(expected, got):
        return None
    return Difference(place, _typed(got, expected), _typed(expected, got))


def same(expected: Any, got: Any) -> bool:  # noqa: ANN401
    """Whether two plain values are equal, and of one JSON type; 3 will do for 3.0."""
    if isinstance(expected, float) and type(got) is int:
        return expected == got
    return type(expected) is type(got) and bool(expected == got)


def filled(value: Any, kept: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """The value with what was kept in place of each `Kept`; raises KeyError if it was not."""
    match value:
        case Kept(name):
            return kept[name]
        case dict():
            return {name: filled(member, kept) for name, member in value.items()}
        case list() | tuple():
            return [filled(item, kept) for item in value]
        case Includes(members):
            return Includes(filled(dict(members), kept))
        case InAnyOrder(items):
            return InAnyOrder(filled(list(items), kept))
    return value


def _object(
    members: Mapping[str, Any],
    got: Any,  # noqa: ANN401
    place: str,
    *,
    closed: bool,
) -> Difference | None:
    if not isinstance(got, dict):
        return Difference(place, _kind(got), "an object")
    if missing := [name for name in members if name not in got]:
        has = ", ".join(map(repr, got)) or "no members"
        return Difference(place, f"an object with {has}", f"a member {missing[0]!r}")
    if closed and (more := [name for name in got if name not in members]):
        wanted = ", ".join(map(repr, members)) or "none"
        return Difference(place, f"a member {more[0]!r} besides", f"members {wanted}, and no more")
    found = (difference(value, got[name], _at(place, name)) for name, value in members.items())
    return next(filter(None, found), None)


def _list(items: Sequence[Any], got: Any, place: str) -> Difference | None:  # noqa: ANN401
    if not isinstance(got, list):
        return Difference(place, _kind(got), "a list")
    if len(got) != len(items):
        return Difference(place, f"a list of {len(got)}", f"a list of {len(items)}")
    pairs = enumerate(zip(items, got, strict=True))
    found = (difference(one, other, f"{place}[{n}]") for n, (one, other) in pairs)
    return next(filter(None, found), None)


def _in_any_order(items: Sequence[Any], got: Any, place: str) -> Difference | None:  # noqa: ANN401
    if not isinstance(got, list):
        return Difference(place, _kind(got), "a list")
    left = list(got)
    for item in items:
        fits = next((n for n, other in enumerate(left) if not difference(item, other)), None)
        if fits is None:
            return Difference(place, f"{got!r}", f"a list that holds {item!r}")
        del left[fits]
    return Difference(place, f"{left[0]!r} besides", "no more items") if left else None


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _kind(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "null"
    return f"{_NAMES.get(type(value), type(value).__name__)}: {value!r}"


def _typed(value: Any, other: Any) -> str:  # noqa: ANN401
    """With its type where the types are what differs."""
    return repr(value) if type(value) is type(other) else _kind(value)
