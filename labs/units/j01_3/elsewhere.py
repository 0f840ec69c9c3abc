"""The same promises as the 25 steps, asked from another side: other shapes, other sizes."""

from collections.abc import Sequence

from labs.datasets import Item, Quote, quotes
from labs.datasets.quotes import LARGEST
from labs.judges.contracts.quotes import JSON, priced_right
from labs.judges.wire import ANYTHING, Answer, Contract, Exchange, Request, Step, post

_CRASHED = "an error that nobody caught: ask what a value is before you compute with it."


def elsewhere(seed: int) -> Contract:
    """Carts of every shape, totals that go round, and 24 carts by this seed."""
    priced = [priced_right(quote) for quote in quotes(24, seed)]
    return Contract("quotes from another side", [*_SHAPES, *_NUMBERS, *_LARGE, *_FREE, *priced])


def _refused(about: str, cart: object, likely: str) -> Exchange:
    body = Request("POST", "/quotes", body=b"null", headers=JSON)
    request = post("/quotes", cart) if cart is not None else body
    causes = [(Answer(200), likely), (Answer(500), _CRASHED)]
    return Exchange(about, request, Answer(422, {"error": ANYTHING}, JSON), causes)


def _item(pence: object, quantity: object) -> dict[str, object]:
    return {"pence": pence, "quantity": quantity}


def _cart(*items: object) -> dict[str, object]:
    return {"items": list(items)}


_NO_CART = "a cart is an object with a list of items, each an object."

_SHAPES: Sequence[Step] = [
    _refused(about, cart, _NO_CART)
    for about, cart in (
        ("a list in place of a cart", []),
        ("a text in place of a cart", "two tickets"),
        ("null in place of a cart", None),
        ("items that are an object", {"items": _item(1250, 2)}),
        ("items that are a text", {"items": "two"}),
        ("an item that is a number", _cart(7)),
        ("an item that is a list", _cart(_item(1250, 2), [1250, 2])),
        ("an item of nothing", _cart({})),
    )
]

_NUMBERS: Sequence[Step] = [
    _refused(f"a quantity of {value!r}", _cart(_item(1250, value)), likely)
    for value, likely in (
        ("2 tickets", "a text that begins with digits is taken for a number."),
        (" 2", "a text is taken for a number."),
        ("1e3", "a text is taken for a number."),
        (True, "true is taken for 1."),
        ([2], "a list is taken for a number."),
        ("", "an empty text is taken for a number."),
        (-(10**12), "0 and less is no quantity, however far below."),
        (2.5, "a number with a point is cut off."),
    )
] + [
    _refused("a price that is missing", _cart({"quantity": 2}), "what is missing is taken for 0."),
    _refused("a price that is null", _cart(_item(None, 2)), "null is taken for 0."),
    _refused("a price of 12.0001", _cart(_item(12.0001, 2)), "a number with a point is cut off."),
    _refused("a price of 2^32", _cart(_item(2**32, 1)), "a large price is cut to 32 bits."),
]

POINTS = Contract(
    "whole numbers",
    [
        _refused(f"{about} of {value}", _cart(item), "a number with a point is no whole one.")
        for about, value, item in (
            ("a quantity", "2.0", _item(1250, 2.0)),
            ("a price", "1250.0", _item(1250.0, 2)),
        )
    ],
)
"""What the contract leaves open, since JavaScript cannot tell 2.0 from 2."""

_ROUND = "64 bits go round, too: Math.multiplyExact and Math.addExact do not."

_REST = 2**64 // 61 + 1 - 33 * LARGEST
"""Beside 33 items of the largest quantity: at 61p each, 64 bits go round to a total of pence."""

_LARGE: Sequence[Step] = [
    _refused(about, _cart(*items), _ROUND)
    for about, items in (
        ("a quantity of 10^30", [_item(1, 10**30)]),
        ("a product that goes round to a small one", [_item(1_000_000, 18_446_744_073_710)]),
        ("a product that goes round below zero", [_item(1_000_000, 10_000_000_000_000)]),
        ("a total that goes round at the very end", [_item(1_000, 9_007_199_254_740_991)]),
        ("two halves of too large a total", [_item(1_000, 5_000_000_000_000)] * 2),
        ("fees that are too large, of cheap tickets", [_item(1, 300_000_000_000_000)]),
        ("fees that go round to small ones", [*[_item(1, LARGEST)] * 33, _item(1, _REST)]),
    )
]

_FREE: Sequence[Step] = [
    Exchange(
        f"{quantity} free tickets",
        post("/quotes", _cart(_item(0, quantity))),
        Answer(200, {"tickets": 0, "fees": 0, "total": 0}, JSON),
        likely=[
            (
                Answer(200, {"tickets": 0, "fees": 125, "total": 125}),
                "numbers that are objects are compared by ==: those above 127 are never the same.",
            ),
            (Answer(200), "a free ticket carries no fee, and an order of them alone none."),
            (Answer(422), "free tickets are legal, however many."),
        ],
    )
    for quantity in (200, 127, 5_000, LARGEST)
] + [
    _refused("free tickets above 2^53", _cart(_item(0, LARGEST + 1)), "2^53 - 1 is the most."),
    priced_right(
        Quote((Item(1, 10_000_000_001),), 10_000_000_001, 600_000_000_185, 610_000_000_186)
    ),
    priced_right(Quote((Item(0, 200), Item(1_000, 1)), 1_000, 190, 1_190)),
    priced_right(Quote((Item(1_000, 200), Item(0, 200)), 200_000, 13_125, 213_125)),
    priced_right(Quote((Item(1_000_000, 1), Item(1, 1)), 1_000_001, 535, 1_000_536)),
]
