"""What the partner sent in a night: Flytower's feed as lines, and what is wrong in each.

Beside the nine defects as `labs.datasets.partner` plants them, some are harder to see: a price as
digits within quotes or with `.0`, a date as seconds since 1970.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from labs.datasets.partner import DEFECTS, partner_feed

__all__ = ["DEFECTS", "Line", "let_in", "night"]


@dataclass(frozen=True)
class Line:
    """A document as it came, and what is wrong with it, if anything."""

    text: str
    """JSON, without a line break."""
    defect: str | None
    """One of DEFECTS."""
    field: str = ""
    """Where it is, such as `prices.0.pence`."""
    error: str = ""
    """Its class: `missing`, `type`, `value` or `repeated`."""


def night(seed: int, n: int) -> list[Line]:
    """`n` lines, 7 in 100 with one of nine defects."""
    seen: Counter[str | None] = Counter()
    lines = []
    for listing in partner_feed(seed, n):
        document: dict[str, Any] = listing.document
        defect = listing.defect
        where = _where(document, defect)
        if seen[defect] % 2:
            _harder(document, defect)
        seen[defect] += 1
        lines.append(Line(json.dumps(document), defect, *where))
    return lines


def _where(document: dict[str, Any], defect: str | None) -> tuple[str, str]:
    """The field that has this defect, and the class of its error."""
    if defect is None:
        return "", ""
    if defect in _WHOLE:
        return _WHOLE[defect]
    member, error, wrong = _PRICES[defect]
    number = next(n for n, price in enumerate(document["prices"]) if wrong(price.get(member)))
    return f"prices.{number}.{member}", error


_WHOLE = {
    "date not ISO": ("starts", "value"),
    "title blank": ("title", "value"),
    "venue not an object": ("venue", "type"),
    "id repeated": ("id", "repeated"),
}
_PRICES: dict[str, tuple[str, str, Callable[[Any], bool]]] = {
    "price missing": ("pence", "missing", lambda pence: pence is None),
    "price as text": ("pence", "type", lambda pence: type(pence) is str),
    "price as float": ("pence", "type", lambda pence: type(pence) is float),
    "price negative": ("pence", "value", lambda pence: pence < 0),
    "unknown band": ("band", "value", lambda band: band not in ("A", "B", "C")),
}


def _harder(document: dict[str, Any], defect: str | None) -> None:
    match defect:
        case "price as text":
            _change_price(document, "1250")
        case "price as float":
            _change_price(document, 1250.0)
        case "date not ISO":
            document["starts"] = "1798745400"


def _change_price(document: dict[str, Any], pence: object) -> None:
    wrong = next(each for each in document["prices"] if type(each["pence"]) is not int)
    wrong["pence"] = pence


def let_in(lines: Sequence[Line], accepted: Iterable[int]) -> Counter[str | None]:
    """Of the lines with these numbers, from 1, how many have which defect; None: they are good."""
    return Counter(lines[number - 1].defect for number in accepted)
