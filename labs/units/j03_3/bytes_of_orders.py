"""Bytes that are an order, in whatever style, and bytes that are none."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from labs.units.j03_3.orders import Order

_RIGHT = (
    '{"buyer":"Zoë","id":"12","pence":1250,"phone":null,"placed":"2026-12-03T19:30:00Z",'
    '"seats":["A1"]}'
)
READ: Mapping[bytes, Order] = {
    b' {"seats": ["B2","A1"], "phone":null ,"pence":0,"id":"9223372036854775807",\n'
    b'"placed":"1999-12-31T23:59:59Z","buyer":"Zo\\u00eb \\ud83d\\ude00"}\n': {
        "seats": ["B2", "A1"],
        "phone": None,
        "pence": 0,
        "id": 2**63 - 1,
        "placed": datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        "buyer": "Zoë 😀",
    },
    b'{"buyer":"\\u0000","id":"9999999999999999999","pence":9007199254740991,'
    b'"placed":"2028-02-29T00:00:00Z","seats":[]}': {
        "buyer": "\0",
        "id": 10**19 - 1,
        "pence": 2**53 - 1,
        "placed": datetime(2028, 2, 29, tzinfo=UTC),
        "seats": [],
    },
    _RIGHT.encode(): {
        "buyer": "Zoë",
        "id": 12,
        "pence": 1250,
        "phone": None,
        "placed": datetime(2026, 12, 3, 19, 30, tzinfo=UTC),
        "seats": ["A1"],
    },
}
"""Each with what is read from it."""

_TWICE = "a member twice: a hook for object_pairs_hook sees all pairs, a dict the last."
_MODEL = "WireOrder.model_validate looks at all members, their types and their values."
_DAY = "2026 is no leap year: fromisoformat knows."
_UTF_8 = "json.loads of bytes guesses the encoding; raw.decode() takes UTF-8 alone."
_MARK = f"that mark is no JSON, and utf-8-sig drops it. {_UTF_8}"
_BARE = "JSON has escapes for such signs, and json.loads refuses bare ones: leave that to it."
NOT_READ: Sequence[tuple[str, bytes, str]] = (
    ("no JSON", _RIGHT[:-1].encode(), ""),
    ("a member twice", _RIGHT.replace('{"b', '{"id":"1","b').encode(), _TWICE),
    ("a member twice, with one value", (_RIGHT[:-1] + ',"pence":1250}').encode(), _TWICE),
    ("an id that is a number", _RIGHT.replace('"12"', "12").encode(), _MODEL),
    ("pence with a point", _RIGHT.replace("1250", "1250.0").encode(), _MODEL),
    ("pence that are true", _RIGHT.replace("1250", "true").encode(), _MODEL),
    ("pence below 0", _RIGHT.replace("1250", "-1").encode(), _MODEL),
    ("pence of 2^53", _RIGHT.replace("1250", f"{2**53}").encode(), _MODEL),
    ("pence that are missing", _RIGHT.replace('"pence":1250,', "").encode(), _MODEL),
    ("another member", _RIGHT.replace('{"b', '{"x":1,"b').encode(), _MODEL),
    ("a day that does not exist", _RIGHT.replace("12-03", "02-29").encode(), _DAY),
    ("a time without Z", _RIGHT.replace("00Z", "00").encode(), _MODEL),
    ("a time with a zone", _RIGHT.replace("00Z", "00+01:00").encode(), _MODEL),
    ("a seat that is a number", _RIGHT.replace('"A1"', "1").encode(), _MODEL),
    ("a list", f"[{_RIGHT}]".encode(), _MODEL),
    ("a line break that is not escaped", _RIGHT.replace("Zo", "Zo\n").encode(), _BARE),
    ("a NUL that is not escaped", _RIGHT.replace("Zo", "Zo\0").encode(), _BARE),
    ("a byte order mark", _RIGHT.encode("utf-8-sig"), _MARK),
    ("Latin-1", _RIGHT.encode("latin-1"), _UTF_8),
    ("UTF-16", _RIGHT.encode("utf-16"), _UTF_8),
)
"""What it is, its bytes, and why it is likely to be read all the same."""
