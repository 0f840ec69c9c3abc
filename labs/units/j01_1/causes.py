"""What the mistakes of J01.1 give, and what they are in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from labs.datasets import Quote
from labs.judges import Likely

ALONE = 125
"""Pence that an order carries besides."""


def no_whole_number(got: object) -> Likely:
    """Why a fee is no int."""
    return [
        (got is None, "a way out of the function has no `return`."),
        (isinstance(got, float), "`/` gives a float, also for whole numbers: `//` does not."),
        (isinstance(got, Decimal | Fraction), "the fee is counted in pence: turn it into an int."),
        (True, "return a number of pence."),
    ]


def why_this_fee(pence: int, share: Fraction, got: int) -> Likely:
    """Why it is not that of the rule."""
    cut, bankers = int(share), round(share)
    up = int(share + Fraction(1, 2))
    return [
        (pence == 0, "a free ticket carries none: look at it before the bounds."),
        (got == up and up < 60, "the fee is at least 60."),
        (got == up and up > 350, "the fee is at most 350."),
        (got == bankers != up, "round() takes a half to the even number: the rule says upwards."),
        (got == cut != up, "it is cut off: add half of the divisor before you divide."),
        (got == cut + 1, "it is rounded up always: only a half and more goes up."),
        (60 <= up <= 350, "6.5 % are 65 thousandths of the price."),
        (True, "the bounds are 60 and 350: min(max(share, 60), 350)."),
    ]


def why_these_costs(
    cart: Quote, each: Mapping[int, int], tickets: int, fees: int, total: int
) -> Likely:
    """Why a cart does not cost what Priya says; `each` is the fee of each price."""
    once = sum(each[item.pence] for item in cart.items)
    alone = ALONE if cart.tickets else 0
    return [
        (
            tickets == sum(item.pence for item in cart.items) != cart.tickets,
            "the quantity is left out of the tickets.",
        ),
        (tickets != cart.tickets, "tickets is the sum of price times quantity."),
        (fees == cart.fees - alone != cart.fees, "an order carries 125 pence besides, once."),
        (
            not cart.tickets and fees == ALONE,
            "an order of free tickets alone, or of nothing, carries no 125.",
        ),
        (
            fees == cart.fees + alone * (len(cart.items) - 1) != cart.fees,
            "the 125 are added for each item: they are the order's, once.",
        ),
        (fees == once + alone != cart.fees, "each ticket carries its fee: multiply by quantity."),
        (total == cart.tickets, "total is tickets and fees."),
        (total != tickets + fees, "total is the sum of the other two."),
        (True, "each ticket carries fee(price), and the order 125 besides."),
    ]


def of_types(complaint: str) -> Likely:
    """What to do about what mypy says."""
    return [
        ("explicit" in complaint.lower() or '"Any"' in complaint, "name the type in place of Any."),
        (
            "missing a type annotation" in complaint or "missing a return" in complaint,
            "say for each argument what it is, and after -> what comes back.",
        ),
        ("is allowed" in complaint, "a hint is wider than the text says, or is missing."),
        ("Missing type arguments" in complaint, "say of what: Sequence[Item], not Sequence."),
        ("not defined" in complaint, "the name comes from another cell: define it in this one."),
        (True, "compare the hint with what the text says goes in and comes out."),
    ]


def of_a_legal_line(error: Exception) -> Likely:
    """Why a line that is right raises an error."""
    likely = "all lines are legal: the last semicolon counts, and blank lines are passed over."
    return [(isinstance(error, ValueError), likely)]


def why_these_best(got: object, wanted: Sequence[tuple[str, int]]) -> Likely:
    """Why these are not the best sellers."""
    if not isinstance(got, list):
        return [(got is None, "a `return` is missing."), (True, "give a list.")]
    by_title = dict(wanted)
    return [
        (
            got == [(title, 2 * seats) for title, seats in wanted] != [],
            "all seats are doubled: something is kept between two calls.",
        ),
        (len(got) != len(wanted), "n says how many, or all if there are fewer."),
        (bool(got) and not isinstance(got[0], tuple), "each is a pair: (title, seats)."),
        (
            sorted(map(str, got)) == sorted(map(str, wanted)),
            "the right titles in another order: most seats first, equal ones by the alphabet.",
        ),
        (
            all(by_title.get(title) == seats for title, seats in got if title in by_title),
            "equal seats are in the order of the alphabet: another title comes before.",
        ),
        (True, "add up the seats of each title, not its lines."),
    ]
