"""A day of keys, and lines of a log."""

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """A call with a key; or, with `renews`, a renewal of it, whose new key has that name."""

    key: str
    """A name of the day's, or a text that is no key."""
    scope: str
    now: int
    status: int
    about: str
    renews: str = ""


class Day(NamedTuple):
    """Who has keys, and what they do with them."""

    issued: Sequence[tuple[str, str, Sequence[str]]]
    """Name in this day, owner, scopes."""
    overlap: int
    steps: Sequence[Step]


def _calls(key: str, scope: str, times: Sequence[int], status: int, about: str) -> list[Step]:
    return [Step(key, scope, now, status, about) for now in times]


_NINE = 498_912 * 3_600
_RENEWED, _OVERLAP = _NINE + 4_000, 1_800
_ENDS = _RENEWED + _OVERLAP

A_DAY = Day(
    issued=(
        ("shop", "Kirkwall", ("read", "hold")),
        ("app", "Kirkwall", ("read",)),
        ("desk", "Stromness", ("read:all", "refund")),
    ),
    overlap=_OVERLAP,
    steps=(
        *_calls("shop", "read", range(_NINE, _NINE + 3_600, 360), 200, "it may, and has no end"),
        *_calls("app", "read", range(_NINE + 5, _NINE + 3_600, 700), 200, "it may, and has no end"),
        *_calls("app", "hold", range(_NINE + 3_000, _NINE + 3_007), 403, "its scopes: read"),
        *_calls("desk", "read", (_NINE + 3_100, _NINE + 3_200), 403, "its scopes: read:all refund"),
        *_calls("desk", "refund", (_NINE + 3_100, _NINE + 3_200), 200, "it may, and has no end"),
        *_calls("fly_00000000.nobody", "read", (_NINE + 3_300,) * 3, 401, "nobody has it"),
        *_calls("", "read", (_NINE + 3_300,), 401, "nobody has it"),
        Step("shop", "", _RENEWED, 0, "", renews="new shop"),
        *_calls("shop", "hold", range(_RENEWED, _ENDS, 200), 200, "in the overlap"),
        *_calls("new shop", "hold", range(_RENEWED, _ENDS, 300), 200, "renewed from shop"),
        Step("shop", "read", _ENDS - 1, 200, "the last second of the overlap"),
        *_calls("shop", "read", (_ENDS, _ENDS, _ENDS + 9_000), 401, "it has ended"),
        *_calls("shop", "refund", (_ENDS,), 401, "it has ended"),
        *_calls("new shop", "read", range(_ENDS, _ENDS + 5_000, 1_000), 200, "renewed, no end"),
        *_calls("new shop", "refund", (_ENDS, _ENDS + 10), 403, "its scopes: read hold"),
        *_calls("app", "read", (_ENDS, _ENDS + 10), 200, "another key of this owner was renewed"),
    ),
)
"""Sixty calls and a renewal; 9 o'clock is the hour 498,912."""

_KEY = "fly_3f9a1c2e.Zq-7_Kd0aBcDeFgHiJkLmNoPqRsTuVwXyZ-0_123456"
_OTHER = "fly_00c0ffee.-_-AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQrrSS-"

LINES: Sequence[tuple[str, str]] = (
    (f"GET /seats?key={_KEY} 200", "GET /seats?key=fly_3f9a1c2e.*** 200"),
    (f"401 unknown key '{_OTHER}'", "401 unknown key 'fly_00c0ffee.***'"),
    (f"{_KEY[:-1]} and {_OTHER}", "fly_3f9a1c2e.*** and fly_00c0ffee.***"),
    ("GET /fly/fly_tower.txt 404", "GET /fly/fly_tower.txt 404"),
    ("renewed fly_3f9a1c2e by Ines", "renewed fly_3f9a1c2e by Ines"),
)
LINES_ELSE: Sequence[tuple[str, str]] = (
    ("", ""),
    (f"key={_OTHER}&key={_OTHER};", "key=fly_00c0ffee.***&key=fly_00c0ffee.***;"),
    (f'{{"key": "{_KEY}"}}\n{_KEY}\n', '{"key": "fly_3f9a1c2e.***"}\nfly_3f9a1c2e.***\n'),
    (f"cut off: {_KEY[:22]}", "cut off: fly_3f9a1c2e.***"),
    (f"Bearer%20{_KEY}", "Bearer%20fly_3f9a1c2e.***"),
    (f"{_KEY}-and-more", "fly_3f9a1c2e.***"),
    (f"{_KEY}.{_KEY}", "fly_3f9a1c2e.***.fly_3f9a1c2e.***"),
    ("fly_3f9a1c2e. And fly_3F9A1C2E.x", "fly_3f9a1c2e. And fly_3F9A1C2E.x"),
)
