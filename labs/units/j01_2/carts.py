"""Carts that J01.2 puts to an answer: wrong ones of every shape, and the dearest that is right."""

from collections.abc import Iterable, Mapping, Sequence

from labs.datasets import Item, Quote
from labs.datasets.quotes import LARGEST

_DEAREST, _MOST, _ALONE = 1_000_000, 350, 125
_RIGHT = {"pence": 1250, "quantity": 2}

_Wrong = Mapping[str, object]

WRONG: _Wrong = {
    "null": None,
    "a list": [],
    "a text": "cart",
    "a number": 7,
    "an empty object": {},
    "items that are null": {"items": None},
    "items that are a text": {"items": "ab"},
    "items that are an object": {"items": {"0": _RIGHT}},
    "an item that is null": {"items": [None]},
    "an item that is a number": {"items": [1250]},
    "an item without a price": {"items": [{"quantity": 2}]},
    "an item without a quantity": {"items": [{"pence": 1250}]},
    "a price of true": {"items": [{"pence": True, "quantity": 2}]},
    "a price of null": {"items": [{"pence": None, "quantity": 2}]},
    "a price that is a list": {"items": [{"pence": [1250], "quantity": 2}]},
    "half a penny": {"items": [{"pence": 0.5, "quantity": 2}]},
    "more free tickets than 2^53 - 1": {"items": [{"pence": 0, "quantity": LARGEST + 1}]},
    "the first of three items": {"items": [{"pence": 1250, "quantity": 0}, _RIGHT, _RIGHT]},
    "the middle one of three items": {"items": [_RIGHT, {"pence": -1, "quantity": 2}, _RIGHT]},
    "a second item with a quantity of 0": {"items": [_RIGHT, {"pence": 0, "quantity": 0}]},
    "a second item with a text": {"items": [_RIGHT, {"pence": 900, "quantity": "1"}]},
}
"""JSON values that are no right cart, each by what is wrong with it."""

USUAL_WRONG: _Wrong = {
    "a quantity that is text": {"items": [{"pence": 1250, "quantity": "2"}]},
    "a ticket and a half": {"items": [{"pence": 1250, "quantity": 1.5}]},
    "no ticket of a price": {"items": [{"pence": 1250, "quantity": 0}]},
    "a negative price": {"items": [{"pence": -1, "quantity": 1}]},
    "a price beyond £10,000": {"items": [{"pence": _DEAREST + 1, "quantity": 1}]},
    "a cart without items": {"things": []},
}
"""Those that the contract names."""


MORE_THAN_ASKED: Mapping[str, object] = {
    "items": [{**_RIGHT, "seat": "A1"}, {"quantity": LARGEST, "pence": 0, "note": None}],
    "code": "DIDO",
}
"""A right cart with members besides, and the most free tickets that there may be."""


def turned(quotes: Iterable[Quote]) -> list[Quote]:
    """Those of several items, the last item first: they cost the same."""
    return [
        Quote(quote.items[::-1], quote.tickets, quote.fees, quote.total)
        for quote in quotes
        if len(quote.items) > 1
    ]


def dearest(beyond: int = 0) -> Quote:
    """The cart that costs the largest total there may be, or so many pence more."""
    left = LARGEST + beyond - _ALONE
    many = left // (_DEAREST + _MOST) - 1
    left -= many * (_DEAREST + _MOST)
    prices = (_DEAREST, many), (left // 2 - _MOST, 1), (left - left // 2 - _MOST, 1)
    items: Sequence[Item] = [Item(*each) for each in prices]
    tickets = sum(item.pence * item.quantity for item in items)
    fees = sum(_MOST * item.quantity for item in items) + _ALONE
    return Quote(items, tickets, fees, tickets + fees)
