"""What Priya's window shows of a customer, computed in Python, and what common slips show."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from labs.judges import queries
from labs.units.j02_2.monday import Rows, Wanted

Mistakes = list[tuple[Rows, str]]
Orders = list[tuple[int, list[Any], list[Any]]]
"""The orders of one customer: number, tickets, payments."""

GROUPED = "Add up each alone, then join."


class Window:
    """All that is known of the customers of a box office, read once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        titles = {s.id: s.title for s in queries.table(db, "show")}
        evenings = queries.table(db, "performance")
        self.names = {c.id: c.name for c in queries.table(db, "customer")}
        self.towns = {p.customer_id: p.town for p in queries.table(db, "customer_profile")}
        self.evenings = {p.id: (p.starts, titles[p.show_id]) for p in evenings}
        self.refunds = {r.payment_id: r.pence for r in queries.table(db, "refund")}
        self.payments = queries.table(db, "payment")
        self.placed = queries.table(db, "orders")
        tickets: dict[int, list[Any]] = defaultdict(list)
        payments: dict[int, list[Any]] = defaultdict(list)
        for ticket in queries.table(db, "ticket"):
            tickets[ticket.order_id].append(ticket)
        for payment in self.payments:
            payments[payment.order_id].append(payment)
        self.orders: dict[int, Orders] = {number: [] for number in self.names}
        for o in self.placed:
            self.orders[o.customer_id].append((o.id, tickets[o.id], payments[o.id]))

    def first(self, keep: Callable[[Orders], object]) -> int:
        """The first customer whose orders are so."""
        return next(number for number, orders in self.orders.items() if keep(orders))

    def telling(self, slips: Callable[[Orders], Mistakes]) -> int:
        """The customer for whom the most slips give rows of their own."""
        return max(
            self.orders,
            key=lambda number: len({str(rows) for rows, _ in slips(self.orders[number])}),
        )

    # --- What is read ---------------------------------------------------------------------

    def name(self, customer: int) -> Wanted:
        """The name."""
        return [(self.names[customer],)], []

    def town(self, customer: int) -> Wanted:
        """The town; NULL if it is unknown, no row without a profile."""
        rows: Rows = [(self.towns[customer],)] if customer in self.towns else []
        slips: Mistakes = [([("",)], "an unknown town is shown as None, not as an empty text.")]
        if customer not in self.towns:
            slips.append(([(None,)], "a customer without a profile has no row."))
        elif self.towns[customer] is None:
            slips.append(([], "an unknown town is shown as None: keep its row."))
        return rows, slips

    def latest(self, customer: int) -> Wanted:
        """id and placed of the five newest orders."""
        theirs = [o for o in self.placed if o.customer_id == customer]

        def rows(orders: Iterable[Any], by: Callable[[Any], Any]) -> Rows:
            return [(o.id, o.placed) for o in sorted(orders, key=by, reverse=True)]

        newest = rows(theirs, _when)
        return newest[:5], [
            (newest, "these are all orders: the page shows five."),
            (newest[:-6:-1], "these are the oldest: newest first is DESC."),
            (
                rows(theirs, lambda o: (o.placed, -o.id))[:5],
                "of orders of the same minute the larger id comes first: id DESC.",
            ),
            (
                rows(theirs, lambda o: o.id)[:5],
                "these have the largest ids: newest means placed last.",
            ),
            (rows(self.placed, _when)[:5], "these are anybody's orders: whose are asked for?"),
        ]

    def visits(self, customer: int) -> Wanted:
        """starts, title, seat of each ticket."""
        orders = self.orders[customer]
        rows = sorted(
            (*self.evenings[t.performance_id], t.seat) for _, tickets, _ in orders for t in tickets
        )
        without: Rows = [(None, None, None) for _, tickets, _ in orders if not tickets]
        left = "an order whose seats were all returned has no evening: JOIN drops it."
        return rows, [(without + rows, left)]

    # --- What is added up -----------------------------------------------------------------

    def paid(self, orders: Orders) -> Rows:
        """The pence of all payments."""
        return [(sum(_pence(payments) for _, _, payments in orders),)]

    def slips_of_paid(self, orders: Orders) -> Mistakes:
        """What common slips give instead."""
        money = [p for _, _, payments in orders for p in payments]
        back = [p for p in money if p.id in self.refunds]
        fan = "each payment counts once for each ticket: fan-out. No ticket is needed here."
        dropped = "No refund is needed here."
        slips: Mistakes = [
            ([(None,)], "the sum of no rows is NULL: coalesce(…, 0)."),
            ([], "no payments is 0, and not no row: no GROUP BY here."),
            ([(sum(_pence(paid) * len(held) for _, held, paid in orders),)], fan),
            ([(sum(_pence(paid) * max(len(held), 1) for _, held, paid in orders),)], fan),
            (
                [(sum(_pence(held) for _, held, _ in orders),)],
                "this is the price of the seats; what was paid stands in payment.",
            ),
            (
                [(sum(p.pence - self.refunds.get(p.id, 0) for p in money),)],
                "refunds are taken off: the page shows what was paid.",
            ),
            (
                [(sum(p.pence - self.refunds[p.id] for p in back),)],
                "only payments with a refund are counted: a number minus NULL is NULL, and JOIN "
                f"drops the others. {dropped}",
            ),
            (
                [(_pence(back),)],
                f"only payments with a refund are counted: JOIN drops the others. {dropped}",
            ),
            (
                [(sum({p.pence for p in money}),)],
                "payments that are equal count once: leave out DISTINCT.",
            ),
            (
                [(_pence(self.payments),)],
                "this is what everybody paid: whose payments are asked for?",
            ),
        ]
        if money:
            slips += [
                (
                    [(_pence(paid),) for _, _, paid in orders],
                    "one row for each order: one number for all of them is asked for.",
                ),
                (
                    [(p.pence,) for p in money],
                    "these are the payments: sum makes one number of them.",
                ),
            ]
        return _alone(slips)

    def account(self, orders: Orders) -> Rows:
        """id, number of seats, pence paid of each order that has seats."""
        return [(number, len(held), _pence(paid)) for number, held, paid in orders if held]

    def slips_of_account(self, orders: Orders) -> Mistakes:
        """What common slips give instead."""
        with_seats = [order for order in orders if order[1]]
        right = [(n, len(held), _pence(paid)) for n, held, paid in with_seats]
        fanned = [_pence(paid) * len(held) for _, held, paid in with_seats]
        pairs = [len(held) * len(paid) for _, held, paid in with_seats]
        numbers = [len({t.seat for t in held}) for _, held, _ in with_seats]
        different = [sum({p.pence for p in paid}) for *_, paid in with_seats]

        def rows(*, seats: list[int] | None = None, pence: list[int] | None = None) -> Rows:
            """The right rows, with other seats or other pence."""
            return [
                (n, seats[at] if seats else count, pence[at] if pence else sums)
                for at, (n, count, sums) in enumerate(right)
            ]

        return _alone(
            [
                (
                    rows(seats=pairs, pence=fanned),
                    f"seats and payments multiply each other: fan-out. {GROUPED}",
                ),
                (
                    rows(pence=fanned),
                    "the seats are right, but each payment counts once for each seat: add up "
                    "payments alone, then join.",
                ),
                (
                    rows(seats=pairs),
                    "the money is right, but each seat counts once for each payment: count seats "
                    "alone, then join.",
                ),
                (
                    rows(seats=numbers),
                    "seat 12 of two evenings is two seats: DISTINCT makes one of them. Count rows.",
                ),
                (
                    rows(seats=numbers, pence=fanned),
                    "each payment counts once for each seat, and DISTINCT makes one of seat 12 of "
                    "two evenings: add up each alone, then join.",
                ),
                (
                    rows(seats=numbers, pence=different),
                    "DISTINCT is no cure: it makes one of equal payments, and one of seat 12 of "
                    f"two evenings. {GROUPED}",
                ),
                (
                    rows(seats=[sum(t.seat for t in held) for _, held, _ in with_seats]),
                    "the numbers of the seats are added up: count rows.",
                ),
                (
                    rows(pence=different),
                    "payments that are equal count once: sum(DISTINCT …) is no cure.",
                ),
                (
                    rows(pence=[paid[0].pence for *_, paid in with_seats]),
                    "one payment of each order is there, the others are lost.",
                ),
                (
                    rows(pence=[_pence(held) for _, held, _ in with_seats]),
                    "this is the price of the seats; what was paid stands in payment.",
                ),
                *(
                    (
                        [(n, len(held) or none, _pence(paid)) for n, held, paid in orders],
                        "orders without seats are among them: JOIN drops them.",
                    )
                    for none in (0, None)
                ),
            ]
        )


def _when(order: Any) -> tuple[str, int]:  # noqa: ANN401 - a row, as a named tuple
    return order.placed, order.id


def _pence(rows: Iterable[Any]) -> int:
    return sum(row.pence for row in rows)


def _alone(slips: Mistakes) -> Mistakes:
    """Those whose rows no slip of another cause gives, too: a cause must be true."""
    return [
        (rows, cause)
        for rows, cause in slips
        if all(rows != same or cause == other for same, other in slips)
    ]
