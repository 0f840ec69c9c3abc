"""The orders of one evening: one store, whatever version of the API asks it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Status = Literal["paid", "part_refunded", "cancelled"]
STATUSES: tuple[Status, ...] = ("paid", "part_refunded", "cancelled")

PENCE = 4_250
FEE = 125


@dataclass(frozen=True)
class Order:
    """As the box office thinks of it today."""

    id: int
    performance: int
    seats: tuple[str, ...]
    """All that were bought, those that were given back, too."""
    total: int
    """Pence, the fee included."""
    fee: int
    phone: str | None
    """Only those of orders that came by version 1: nobody else asks for it."""
    status: Status = "paid"


class Ledger:
    """Orders in memory, numbered from `first` on; prices in pence."""

    def __init__(self, first: int = 1, seat: int = PENCE, fee: int = FEE) -> None:
        self._next, self._seat, self._fee = first, seat, fee
        self._orders: dict[int, Order] = {}

    def add(self, performance: int, seats: Sequence[str], phone: str | None = None) -> Order:
        """Sell these seats."""
        total = self._seat * len(seats) + self._fee
        order = Order(self._next, performance, tuple(seats), total, self._fee, phone)
        self._orders[order.id] = order
        self._next += 1
        return order

    def find(self, number: int) -> Order | None:
        """The order of this number, as it is now; None if there is none."""
        return self._orders.get(number)

    def set_status(self, number: int, status: Status) -> None:
        """Raises KeyError if there is no such order."""
        self._orders[number] = replace(self._orders[number], status=status)

    def __len__(self) -> int:
        return len(self._orders)
