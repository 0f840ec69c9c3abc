"""D14: what carts cost, computed here in another way, and the mistakes that they show."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from labs.datasets import Item, Quote, quotes
from labs.datasets.quotes import LARGEST


@pytest.fixture(scope="module")
def priced() -> list[Quote]:
    return quotes()


def in_fractions(quote: Quote) -> int:
    """The rule once more."""
    tickets = sum(item.pence * item.quantity for item in quote.items)
    fees = [
        min(max(int(Fraction(65, 1_000) * item.pence + Fraction(1, 2)), 60), 350) * item.quantity
        for item in quote.items
        if item.pence
    ]
    return tickets + sum(fees) + (125 if fees else 0)


def test_the_same_seed_gives_the_same_carts(priced: list[Quote]) -> None:
    assert quotes() == priced
    assert quotes(seed=15) != priced
    assert quotes(9) == priced[:9]


def test_each_cart_costs_what_the_rule_says(priced: list[Quote]) -> None:
    for quote in priced:
        assert quote.total == in_fractions(quote) == quote.tickets + quote.fees
        assert quote.total <= LARGEST


def test_they_are_what_programs_are_sent_and_must_answer() -> None:
    quote = Quote((Item(1_100, 2),), 2_200, 269, 2_469)
    assert quote.cart == {"items": [{"pence": 1_100, "quantity": 2}]}
    assert quote.costs == {"tickets": 2_200, "fees": 269, "total": 2_469}


def in_pounds(quote: Quote) -> int:
    pounds = sum(item.pence / 100 * item.quantity for item in quote.items)
    fees = [
        min(max(round(item.pence / 100 * 0.065, 2), 0.6), 3.5) * item.quantity
        for item in quote.items
        if item.pence
    ]
    return round(100 * (pounds + sum(fees) + (1.25 if fees else 0)))


def by_bankers_rounding(quote: Quote) -> int:
    fees = [
        min(max(round(item.pence * 65 / 1_000), 60), 350) * item.quantity
        for item in quote.items
        if item.pence
    ]
    return quote.tickets + sum(fees) + (125 if fees else 0)


def rounded_together(quote: Quote) -> int:
    fees = [
        min(
            max((item.pence * item.quantity * 65 + 500) // 1_000, 60 * item.quantity),
            350 * item.quantity,
        )
        for item in quote.items
        if item.pence
    ]
    return quote.tickets + sum(fees) + (125 if fees else 0)


def in_32_bits(quote: Quote) -> int:
    return (quote.total + 2**31) % 2**32 - 2**31


def an_order_of_free_tickets_pays(quote: Quote) -> int:
    return quote.total or 125


@pytest.mark.parametrize(
    "mistake",
    [in_pounds, by_bankers_rounding, rounded_together, in_32_bits, an_order_of_free_tickets_pays],
)
def test_each_mistake_shows_in_some_carts_and_in_few(
    mistake: Callable[[Quote], int], priced: list[Quote]
) -> None:
    wrong = sum(mistake(quote) != quote.total for quote in priced)
    assert 10 <= wrong <= 250, wrong


def test_a_negative_number_of_carts_is_refused() -> None:
    with pytest.raises(ValueError, match="There cannot be -1 quotes"):
        quotes(-1)
