"""Bodies that keep to a schema, or nearly do: what phones send, and nobody had thought of."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from random import Random
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

COUNT = 60
_FIT = 15
_TRIES = 2_000
_LARGEST = 5_000
_DEEP = 5_000
_VALUES: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    5.0,
    4.5,
    6,
    10**30,
    "",
    "5",
    "A1",
    "2026-02-30",
    "a" * 501,
    "ő🎭" * 250,
    "\x00",
    [],
    [[]],
    ["A1", "A1"],
    {},
    {"stars": 5},
)


@dataclass(frozen=True)
class Body:
    """What is sent, and what it must get."""

    about: str
    raw: bytes
    status: HTTPStatus
    """201 if it fits its schema, 422 if it does not, 400 if it is no JSON that Python can read."""
    pointers: frozenset[str] = frozenset()
    """The places of its errors."""


def odd_bodies(schema: dict[str, Any], legal: dict[str, Any], seed: int) -> list[Body]:
    """Sixty different bodies, from a legal one changed at a place or two: always the same sixty.

    Fifteen of them fit, and six are no JSON.
    """
    draw = Random(seed)  # noqa: S311 - no secret
    validator = validator_of(schema)
    broken = [*_broken(legal), _judged("as it should be", legal, validator)]
    found = {body.raw: body for body in broken}
    room = {HTTPStatus.CREATED: _FIT - 1, HTTPStatus.UNPROCESSABLE_ENTITY: COUNT - 6 - _FIT}
    for about, value in islice(_changed(legal, draw), _TRIES):
        body = _judged(about, value, validator)
        if len(body.raw) < _LARGEST and body.raw not in found and room[body.status]:
            room[body.status] -= 1
            found[body.raw] = body
        if not any(room.values()):
            break
    bodies = list(found.values())
    draw.shuffle(bodies)
    return bodies


def body_of(about: str, value: object, schema: dict[str, Any]) -> Body:
    """This value as JSON, and what this schema says of it."""
    return _judged(about, value, validator_of(schema))


def _judged(about: str, value: object, validator: Any) -> Body:  # noqa: ANN401
    raw = json.dumps(value).encode()
    errors = validator.iter_errors(json.loads(raw))
    places = frozenset(_pointer(list(error.absolute_path)) for error in errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if places else HTTPStatus.CREATED
    return Body(about, raw, status, places)


def validator_of(schema: dict[str, Any]) -> Any:  # noqa: ANN401 - jsonschema has no types
    """What reads bodies by this schema, formats as well; raises SchemaError if it is none."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def keywords() -> set[str]:
    """What means something in a schema."""
    return {*Draft202012Validator.VALIDATORS, "$schema", "$id", "title", "description"}


def _pointer(path: list[str | int]) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "".join(f"/{part}" for part in parts)


def _broken(legal: dict[str, Any]) -> Iterator[Body]:
    whole = json.dumps(legal).encode()
    yield Body("nothing", b"", HTTPStatus.BAD_REQUEST)
    yield Body("half of it", whole[: len(whole) // 2], HTTPStatus.BAD_REQUEST)
    yield Body("no JSON", b"stars=5", HTTPStatus.BAD_REQUEST)
    start, quote, end = whole.rpartition(b'"')
    yield Body("a text that is no UTF-8", start + b"\xff" + quote + end, HTTPStatus.BAD_REQUEST)
    # Not closed: since Python 3.12.2 `json` can follow more lists than 10,000 bytes hold.
    yield Body("lists in lists, without an end", b"[" * _DEEP, HTTPStatus.BAD_REQUEST)
    yield Body("two of it", whole + whole, HTTPStatus.BAD_REQUEST)


def _changed(legal: dict[str, Any], draw: Random) -> Iterator[tuple[str, object]]:
    """What it became, in words; and the value."""
    kinds: tuple[object, ...] = (None, True, 7, "text", [], [legal], {})
    yield from (("another kind", kind) for kind in kinds)
    for name in legal:
        yield f"no {name}", {n: v for n, v in legal.items() if n != name}
    while True:
        value: dict[str, Any] = deepcopy(legal)
        about = [_change(value, draw) for _ in range(draw.choice((1, 1, 2))) if value]
        yield ", ".join(about), value


def _change(value: dict[str, Any], draw: Random) -> str:
    """Change one of its places, of any depth; in words."""
    where, key = draw.choice(list(_places(value)))
    old, kind = where[key], draw.randrange(8)
    if kind == 0 and len(where) > 1:
        del where[key]
        return f"no {key}"
    if kind == 1 and isinstance(where, dict):
        where["more"] = deepcopy(old)
        return "one more"
    if kind in (2, 3) and isinstance(old, str | list):
        where[key] = old[: draw.randint(1, len(old) + 1)] * draw.choice((1, 1, 2, 60))
        return f"{key}, cut or long"
    if kind in (2, 3, 4) and isinstance(old, int):
        where[key] = draw.randint(0, 6)
        return f"{key} {where[key]}"
    where[key] = deepcopy(draw.choice(_VALUES))
    return f"{key} {json.dumps(where[key])[:20]}"


def _places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - lists and dicts
    """Each place of a value, as what holds it and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
