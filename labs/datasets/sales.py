"""Who bought the seats of a season, and what was paid and paid back for them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from labs.datasets.chance import Chance
from labs.datasets.people import TOWNS
from labs.datasets.season import Party, Season

_SCALE = 1 << 48
MINUTES_A_DAY = 24 * 60
_OPENS, _CLOSES = 8 * 60, 23 * 60  # orders come between these minutes of the day
_EARLIEST_DAYS = 120  # before the performance
_TRANSFER_DAYS = 7  # a bank transfer is accepted only so long before the performance
_VOUCHER_PENCE = 500
_METHODS = (*("card",) * 17, "voucher", "transfer", "transfer")


class Order(NamedTuple):
    """Seats bought together.

    The party are the seats that it still has; `returned` pence were paid for those given back.
    """

    customer_id: int
    party: Party
    returned: int
    placed: int
    """Minutes, as all times here: of day 0001-01-01 and later, in local time."""

    @property
    def day(self) -> int:
        """The day of the performance, as `date.toordinal` counts."""
        return self.party.performance.day.toordinal()


class Payment(NamedTuple):
    """Money that came in, and how much of it went back."""

    pence: int
    method: str
    paid: int
    refund: int
    """Pence; 0 if nothing was paid back."""
    refunded: int


def orders_of(season: Season) -> list[Order]:
    """Every party is one order, and a few orders were wholly returned; in the order of time."""
    chance = Chance("orders", season.seed)
    customers = _Customers(season)
    parties = [party for evening in season.performances for party in season.parties(evening)]
    orders = []
    for party in parties:
        returned = party.seats[-1][2] if chance.below(100) < 3 else 0
        orders.append(Order(customers.choose(chance), party, returned, placed_for(party, chance)))
    for _ in range(max(4, len(parties) // 200)):
        evening, seats = chance.choice(parties)
        none_left = Party(evening, [])
        price = sum(pence for _, _, pence in seats)
        orders.append(
            Order(customers.choose(chance), none_left, price, placed_for(none_left, chance))
        )
    return sorted(orders, key=lambda order: order.placed)


def payments_for(order: Order, chance: Chance) -> list[Payment]:
    """One payment, or a voucher and a card; what is paid back goes to the last one first.

    So payments less refunds are the price of the seats that the order still has (INV-2).
    """
    price = order.returned + sum([pence for _, _, pence in order.party.seats])
    paid = order.placed + 1 + chance.below(9)
    days_left = order.day - order.placed // MINUTES_A_DAY
    if chance.below(100) < 5:
        most = min(4, (price - 1) // _VOUCHER_PENCE)
        voucher = _VOUCHER_PENCE * (1 + chance.below(most))
        parts = [(voucher, "voucher"), (price - voucher, "card")]
    else:
        method = chance.choice(_METHODS)
        if method == "transfer" and days_left < _TRANSFER_DAYS:
            method = "card"
        if method == "transfer":
            paid += MINUTES_A_DAY * (1 + chance.below(3))
        parts = [(price, method)]
    refunded, left = _refunded(chance, paid, order.day), order.returned
    payments = []
    for pence, method in reversed(parts):
        refund = min(left, pence)
        left -= refund
        payments.append(Payment(pence, method, paid, refund, refunded))
    return payments[::-1]


def placed_for(party: Party, chance: Chance) -> int:
    """When it was ordered: in the daytime, on a day before the performance."""
    days_before = 1 + min(chance.below(_EARLIEST_DAYS), chance.below(_EARLIEST_DAYS))
    day = party.performance.day.toordinal() - days_before
    return day * MINUTES_A_DAY + _OPENS + chance.below(_CLOSES - _OPENS)


def profiles(season: Season) -> Iterator[tuple[int, str | None, int]]:
    """Customer id, town and newsletter of the nine customers in ten who told."""
    chance = Chance("profiles", season.seed)
    for customer_id in range(1, season.customers + 1):
        if chance.below(10):
            town = chance.choice(TOWNS) if chance.below(8) else None
            yield customer_id, town, chance.below(2)


def text_of(minutes: int) -> str:
    """ISO 8601, such as 2026-09-01T19:30."""
    day, minute = divmod(minutes, MINUTES_A_DAY)
    return f"{_date(day)}T{minute // 60:02}:{minute % 60:02}"


class _Customers:
    """A few customers book often, most seldom, and one in twenty never."""

    def __init__(self, season: Season) -> None:
        ids = Chance("customers", season.seed).shuffled(range(1, season.customers + 1))
        self._buyers = ids[: season.customers * 19 // 20]
        flat = season.customers // 50  # else the first would book thousands of times
        weights = (_SCALE // (rank + flat) for rank, _ in enumerate(self._buyers, 1))
        self._upto = list(accumulate(weights))

    def choose(self, chance: Chance) -> int:
        return self._buyers[bisect_right(self._upto, chance.below(self._upto[-1]))]


def _refunded(chance: Chance, paid: int, last_day: int) -> int:
    """In a morning after the payment, that of the performance at the latest."""
    first_day = paid // MINUTES_A_DAY + 1
    day = first_day + chance.below(last_day - first_day + 1)
    return day * MINUTES_A_DAY + _OPENS + chance.below(4 * 60)


@cache
def _date(day: int) -> str:
    return date.fromordinal(day).isoformat()
