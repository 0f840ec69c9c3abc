"""What the quote service promises: POST /quotes with a cart, and back come its costs in pence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from labs.datasets import Item, Quote, quotes
from labs.datasets.quotes import LARGEST
from labs.judges.wire import (
    ANYTHING,
    Answer,
    AtOnce,
    Contract,
    Exchange,
    Request,
    Step,
    get,
    post,
)

JSON = {"Content-Type": "application/json"}
_SAID = {"error": ANYTHING}
_DEAREST = 1_000_000
MIXED = "what belongs to one request is kept where all meet: keep it inside of what handles one."
_CRASHED = (Answer(500, ANYTHING), "an error that nobody caught: look before you compute.")


def contract(seed: int) -> Contract:
    """Its 25 steps, the carts among them by this seed."""
    priced = quotes(100, seed)
    return Contract("quotes", [*map(priced_right, _telling(priced)), *REFUSED, *_others(priced)])


def priced_right(quote: Quote) -> Exchange:
    """A cart, and what it costs."""
    right = (quote.tickets, quote.fees, quote.total)
    wrong = ((mistake(quote), words) for mistake, words in _MISTAKES)
    return Exchange(
        _about(quote),
        post("/quotes", quote.cart),
        Answer(200, quote.costs, JSON),
        likely=[
            *((Answer(200, _costs(*got)), words) for got, words in wrong if got != right),
            (Answer(500), "an error that nobody caught, of a cart that is right."),
        ],
    )


def _telling(priced: Sequence[Quote]) -> list[Quote]:
    """One whose fee is cut off and rounded in different ways, then one of each kind of trap."""
    rounded_up = next(q for q in priced[::2] if _share(q.items[0].pence) % 1 > Fraction(1, 2))
    return [rounded_up, *priced[1:20:2]]


def _about(quote: Quote) -> str:
    if not quote.items:
        return "an empty cart"
    if not quote.tickets:
        return "free tickets alone"
    return "a total above 2^31" if quote.total > 2**31 else "a cart"


def _refused(about: str, cart: object, likely: str = "") -> Exchange:
    causes = [(Answer(400), "400 is for what is no JSON at all: this is JSON, of a wrong cart.")]
    accepted = [(Answer(200), likely)] if likely else []
    request = post("/quotes", cart)
    return Exchange(about, request, Answer(422, _SAID, JSON), [*accepted, *causes, _CRASHED])


def _cart(pence: object, quantity: object) -> dict[str, object]:
    return {"items": [{"pence": pence, "quantity": quantity}]}


def _between(pence: object, quantity: object) -> dict[str, object]:
    """It is found neither by a look at the first item, nor by one at the last."""
    right = {"pence": 1250, "quantity": 2}
    return {"items": [right, {"pence": pence, "quantity": quantity}, right]}


_TOO_MANY = LARGEST // _DEAREST + 1

REFUSED: Sequence[Exchange] = (
    Exchange(
        "a body that is no JSON",
        Request("POST", "/quotes", body=b'{"items": [', headers=JSON),
        Answer(400, _SAID, JSON),
        likely=[_CRASHED, (Answer(422), "422 is for JSON of a wrong cart: this is no JSON.")],
    ),
    _refused("a cart without items", {"things": []}),
    _refused("a price that is text", _cart("1250", 2), "text of digits is taken for a number."),
    _refused("a quantity that is text", _cart(1250, "2"), "text of digits is taken for a number."),
    _refused(
        "a ticket and a half", _cart(1250, 1.5), "a number with a point is taken for a whole one."
    ),
    _refused("no ticket of a price", _cart(1250, 0), "0 is below the least quantity, 1."),
    _refused("a price beyond £10,000", _cart(_DEAREST + 1, 1), "1,000,000 pence is the dearest."),
    _refused(
        "a negative price between two others", _between(-1, 1), "each price is 0 pence or more."
    ),
    _refused("a total beyond 2^53", _cart(_DEAREST, _TOO_MANY), "the largest total is 2^53 - 1."),
)


def _others(priced: Sequence[Quote]) -> list[Step]:
    usual = [priced_right(quote) for quote in priced[:16:2]]
    return [
        Exchange("it lives", get("/healthz"), Answer(200, {"status": "ok"}, JSON)),
        Exchange(
            "a page that is not there",
            get("/healthzoo"),
            Answer(404, _SAID, JSON),
            likely=[(Answer(200), "a path is compared whole: this one only begins as another.")],
        ),
        Exchange("quotes are not read", get("/quotes"), Answer(405, _SAID, {"Allow": "POST"})),
        AtOnce("eight customers", [_beside_others(each) for each in usual]),
        usual[0],
    ]


def _beside_others(alone: Exchange) -> Exchange:
    mixed = [(Answer(status), MIXED) for status in (200, 400, 422)]
    return replace(alone, likely=[*alone.likely, *mixed])


# --- what mistakes answer ---------------------------------------------------------------------

_Costs = tuple[int, int, int]


def _costs(tickets: int, fees: int, total: int) -> dict[str, int]:
    return {"tickets": tickets, "fees": fees, "total": total}


def _with_fees(quote: Quote, fee: Callable[[Item], int], per_order: int = 125) -> _Costs:
    fees = sum(fee(item) for item in quote.items) + (per_order if quote.tickets else 0)
    return quote.tickets, fees, quote.tickets + fees


def _share(pence: int) -> Fraction:
    return Fraction(65, 1_000) * pence


def _nearest(pence: int) -> int:
    return int(_share(pence) + Fraction(1, 2))


def _bounded(share: int) -> int:
    return min(max(share, 60), 350)


def _bankers(quote: Quote) -> _Costs:
    def fee(item: Item) -> int:
        return item.quantity * _bounded(round(_share(item.pence))) if item.pence else 0

    return _with_fees(quote, fee)


def _cut_off(quote: Quote) -> _Costs:
    def fee(item: Item) -> int:
        return item.quantity * _bounded(int(_share(item.pence))) if item.pence else 0

    return _with_fees(quote, fee)


def _rounded_together(quote: Quote) -> _Costs:
    def fee(item: Item) -> int:
        share = _nearest(item.pence * item.quantity)
        bounds = 60 * item.quantity, 350 * item.quantity
        return min(max(share, bounds[0]), bounds[1]) if item.pence else 0

    return _with_fees(quote, fee)


def _in_32_bits(quote: Quote) -> _Costs:
    tickets, fees, total = (
        (value + 2**31) % 2**32 - 2**31 for value in (quote.tickets, quote.fees, quote.total)
    )
    return tickets, fees, total


def _free_pays(quote: Quote) -> _Costs:
    free = sum(item.quantity for item in quote.items if not item.pence)
    fees = quote.fees + 60 * free + (0 if quote.tickets else 125 * bool(free))
    return quote.tickets, fees, quote.tickets + fees


def _order_always_pays(quote: Quote) -> _Costs:
    fees = quote.fees if quote.tickets else 125
    return quote.tickets, fees, quote.tickets + fees


def _order_never_pays(quote: Quote) -> _Costs:
    fees = quote.fees - (125 if quote.tickets else 0)
    return quote.tickets, fees, quote.tickets + fees


def _one_of_each(quote: Quote) -> _Costs:
    tickets = sum(item.pence for item in quote.items)
    fees = sum(_bounded(_nearest(item.pence)) for item in quote.items if item.pence)
    fees += 125 if tickets else 0
    return tickets, fees, tickets + fees


_MISTAKES: Sequence[tuple[Callable[[Quote], _Costs], str]] = (
    (_one_of_each, "the quantity is left out: every ticket is paid, and carries a fee."),
    (_order_never_pays, "an order with a ticket that is not free carries 125 pence, once."),
    (_order_always_pays, "an order without a ticket that costs something carries no fee."),
    (_free_pays, "a free ticket carries no fee."),
    (_bankers, "half a penny goes up; this rounding takes it to the even penny."),
    (_cut_off, "the fee is cut off, not rounded: half a penny and more go up."),
    (_rounded_together, "the fee is rounded for all tickets together: each has a fee of its own."),
    (_in_32_bits, "32 bits are too few for this total: take 64."),
)
