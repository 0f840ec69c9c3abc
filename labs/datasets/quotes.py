"""D14: carts, and what they cost to the penny; many of them where programs go wrong."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from labs.datasets.chance import Chance

LARGEST = 2**53 - 1
"""The largest total, in pence: the last whole number that every language reads from JSON as it is.

A larger one is refused; no cart of `quotes` has one.
"""

_RATE = Decimal("0.065")
_LEAST, _MOST = 60, 350
_PER_ORDER = 125


@dataclass(frozen=True)
class Item:
    """So many tickets at this price; 0 pence is a free ticket."""

    pence: int
    quantity: int


@dataclass(frozen=True)
class Quote:
    """A cart, and what it costs: pence, all of them whole numbers."""

    items: Sequence[Item]
    tickets: int
    fees: int
    total: int

    @property
    def cart(self) -> dict[str, object]:
        """The cart as JSON has it: {"items": [{"pence": 1250, "quantity": 2}]}."""
        return {"items": [asdict(item) for item in self.items]}

    @property
    def costs(self) -> dict[str, int]:
        """The answer as JSON has it."""
        return {"tickets": self.tickets, "fees": self.fees, "total": self.total}


def quotes(n: int = 500, seed: int = 14) -> list[Quote]:
    """`n` carts with what they cost by Flytower's rule. Half of them are where mistakes show.

    The rule: each ticket carries a fee of 6.5 % of its price, rounded to the nearest penny, half a
    penny upwards, at least 60p and at most £3.50; a free ticket carries none. An order with a
    ticket that is not free carries £1.25 besides, once.
    Among the carts: halves of a penny, prices at which binary fractions fall on the wrong side,
    both bounds of the fee, several tickets of one price, free tickets alone and beside others, the
    empty cart, totals above 2^31 and close to `LARGEST`. Raises ValueError if `n` is negative.
    """
    if n < 0:
        raise ValueError(f"There cannot be {n} quotes: n is their number, 0 or more.")
    chance = Chance("quotes", seed)
    kinds = list(_KINDS)
    carts = (
        kinds[number // 2 % len(kinds)](chance) if number % 2 else _usual(chance)
        for number in range(n)
    )
    return [_quote(cart) for cart in carts]


_Cart: TypeAlias = Sequence[Item]


def _quote(items: _Cart) -> Quote:
    tickets = sum(item.pence * item.quantity for item in items)
    fees = sum(_fee(item.pence) * item.quantity for item in items)
    fees += _PER_ORDER if tickets else 0
    return Quote(tuple(items), tickets, fees, tickets + fees)


def _fee(pence: int) -> int:
    """Computed in decimal numbers, which an exercise's answer has no need of."""
    share = (_RATE * pence).quantize(Decimal(1), ROUND_HALF_UP)
    return 0 if pence == 0 else min(max(int(share), _LEAST), _MOST)


def _usual(chance: Chance) -> _Cart:
    """One to three prices between £8 and £60."""
    return [
        Item(800 + 50 * chance.below(105), 1 + chance.below(4)) for _ in range(1 + chance.below(3))
    ]


def _half_penny(chance: Chance) -> _Cart:
    """At an odd number of pounds, 6.5 % end in half a penny."""
    return [Item(100 * (11 + 2 * chance.below(21)), 1 + chance.below(2))]


def _wrong_in_binary(chance: Chance) -> _Cart:
    """Where 0.065 times the pounds, turned back into pence, is a penny off."""
    return [Item(chance.choice(_OFF), 1)]


def _several(chance: Chance) -> _Cart:
    """Where rounding the fee of all tickets together is not rounding that of each."""
    return [Item(100 * (11 + 2 * chance.below(21)), 2 * (2 + chance.below(4)))]


def _at_the_least(chance: Chance) -> _Cart:
    return [Item(chance.choice((1, 100, 915, 922, 923, 924, 930, 931)), 1 + chance.below(2))]


def _at_the_most(chance: Chance) -> _Cart:
    return [Item(chance.choice((5_384, 5_385, 5_392, 5_393, 9_900)), 1 + chance.below(2))]


def _free_beside(chance: Chance) -> _Cart:
    return [Item(0, 1 + chance.below(3)), *_usual(chance)]


def _free_alone(chance: Chance) -> _Cart:
    return [Item(0, 1 + chance.below(3))]


def _empty(_: Chance) -> _Cart:
    return []


def _above_31_bits(chance: Chance) -> _Cart:
    return [Item(9_900, 220_000 + chance.below(500_000))]


def _near_the_largest(chance: Chance) -> _Cart:
    """At most a million pounds below it."""
    return [Item(1_000_000, (LARGEST - _PER_ORDER) // (1_000_000 + _MOST) - chance.below(100))]


def _off_in_binary(pence: int) -> bool:
    return int(round(pence / 100 * 0.065, 2) * 100) != _fee(pence) and pence % 100 != 0


_OFF = [pence for pence in range(931, 5_384) if _off_in_binary(pence)]

_KINDS: Sequence[Callable[[Chance], _Cart]] = (
    _half_penny,
    _wrong_in_binary,
    _several,
    _at_the_least,
    _at_the_most,
    _free_beside,
    _free_alone,
    _empty,
    _above_31_bits,
    _near_the_largest,
)
