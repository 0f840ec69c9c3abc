"""Single lines of a feed at the edge of a rule: just right, or just beside."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GOOD: Mapping[str, Any] = {
    "title": "Dido",
    "venue": {"name": "Wharf", "town": "Kirkwall"},
    "starts": "2026-12-03T19:30",
    "prices": [{"band": "A", "pence": 1250}],
    "tags": ["opera"],
}


@dataclass(frozen=True)
class Odd:
    """A line, and what it must be refused with; no error: it must be accepted."""

    text: str
    field: str = ""
    error: str = ""
    why: str = ""


def _line(number: str, **members: object) -> str:
    document = {"id": number, **GOOD, **members}
    return json.dumps({name: value for name, value in document.items() if value is not ...})


def _prices(*pence: object, band: object = "A") -> list[dict[str, object]]:
    return [{"band": band, "pence": each} for each in pence]


_LIMIT = "this is right, at the edge of a rule"
_NULL = "a rating may be null: `… | None = None`"
_CONVERTS = "it is converted: strict=True where the line is read"
_AS_SENT = "ids are compared as they are sent"
_BLANK = "a blank line is a line, and no JSON"
_BY_NAME = "only what was accepted counts: keep an id once the document is accepted"
_THREE = 'Literal["A", "B", "C"] says which; a pattern needs ^ and $'
_IN_LIST = "the place in the list belongs to the field: told() joins all of `loc`"

ODD: Sequence[Odd] = (
    Odd(_line("n-1", rating=None), why=_NULL),
    Odd(_line("n-2", rating=5, tags=[]), why=_LIMIT),
    Odd(_line("n-3", rating=0.5, prices=_prices(1)), why=_LIMIT),
    Odd(_line("n-4", more={"a": 1}, starts="2028-02-29T00:00"), why="other members do no harm"),
    Odd(_line("n-5", title="  Dido"), why="blanks beside a letter do no harm"),
    Odd(_line("n-6", prices=_prices(True)), "prices.0.pence", "type", _CONVERTS),
    Odd(_line("n-7", prices=_prices("1250")), "prices.0.pence", "type", _CONVERTS),
    Odd(_line("n-7"), why=_BY_NAME),
    Odd(_line("n-7", prices=_prices(900)), "id", "repeated", "the id was accepted a line before"),
    Odd(_line("N-7"), why=_AS_SENT),
    Odd(_line(" n-7"), why=_AS_SENT),
    Odd("", "", "json", _BLANK),
    Odd(" ", "", "json", _BLANK),
    Odd(_line("n-8", prices=_prices(0)), "prices.0.pence", "value", "1 or more: Field(ge=1)"),
    Odd(_line("n-8", prices=_prices(8, band="AB")), "prices.0.band", "value", _THREE),
    Odd(_line("n-9", prices=_prices(900, 800, 1.0)), "prices.2.pence", "type", _IN_LIST),
    Odd(_line("n-10", prices=[]), "prices", "value", "at least one: Field(min_length=1)"),
    Odd(_line("n-11", rating=0.3), "rating", "value", "in halves: multiple_of=0.5"),
    Odd(_line("n-12", rating=0), "rating", "value", "from 0.5: ge=0.5"),
    Odd(_line("n-13", rating=5.5), "rating", "value", "to 5: le=5"),
    Odd(_line("n-14", rating="4"), "rating", "type", _CONVERTS),
    Odd(_line("n-15", title="\u00a0\t"), "title", "value", r"somewhere no blank: pattern=r'\S'"),
    Odd(_line("n-16", starts="2026-12-03"), "starts", "value", "the time belongs to it: a pattern"),
    Odd(_line("n-17", starts="2027-02-29T19:30"), "starts", "value", "there is no such day"),
    Odd(_line("n-18", starts=1798745400), "starts", "type", "a text, not a number"),
    Odd(_line("n-19", tags=["new", 1]), "tags.1", "type", _IN_LIST),
    Odd(_line("n-20", tags=...), "tags", "missing", "tags may be empty, not missing: no default"),
    Odd(_line("n-21", venue={"name": "Wharf"}), "venue.town", "missing", "`venue` is a Venue"),
    Odd("[]", "", "type", "a list is no document: told() says so"),
    Odd('{"id": "n-22", ', "", "json", "half a document: told() says so"),
    Odd(_line("n-1", tags=["again"]), "id", "repeated", "all ids of this call count"),
    Odd(_line("n-23", prices=_prices(10**9, 5, 7, band="C")), why=_LIMIT),
)
