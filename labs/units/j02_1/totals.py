"""What the totals of all orders must be, computed in Python, and what common slips give."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from labs.judges import queries

Rows = list[queries.Row]
"""The order's id, the pence of its payments, the pence of its tickets."""
Mistakes = list[tuple[Rows, str]]

FAN = (
    "payments and tickets are joined, so each payment is counted once for each ticket: add up "
    "each side by itself."
)
DISTINCT = (
    "DISTINCT drops the second of two equal amounts: two seats at one price are two. Add up each "
    "side by itself."
)
NO_ROWS = "the sum of no rows is NULL: coalesce"


def totals(db: sqlite3.Connection) -> tuple[Rows, Mistakes]:
    """The rows asked for; and those of common misconceptions, each with the cause to name."""
    payments, tickets = queries.table(db, "payment"), queries.table(db, "ticket")
    paid, worth = _by_order(payments), _by_order(tickets)
    orders = sorted(order.id for order in queries.table(db, "orders"))
    sides = [(number, paid[number], worth[number]) for number in orders]
    right: Rows = [(n, sum(p), sum(t)) for n, p, t in sides]
    return right, [
        *_of_a_join(sides),
        *_of_other_payments(right, payments),
        ([(n, p // 100, t // 100) for n, p, t in right], "in pence: do not divide by 100."),
        ([(n, p / 100, t / 100) for n, p, t in right], "in pence: do not divide by 100."),
        (_nulls(right), f"{NO_ROWS}(sum(pence), 0)."),
        ([(n, p, t or None) for n, p, t in right], f"{NO_ROWS} for the tickets, too."),
        ([(n, p or None, t) for n, p, t in right], f"{NO_ROWS} for the payments, too."),
        *(
            (rows, "orders without payments or without tickets are missing: start from orders.")
            for rows in (_inner(right), [row for row in right if row[1]])
        ),
        ([(n, t, p) for n, p, t in right], "payments come first, then tickets."),
        (
            [(n, _pence(payments), _pence(tickets)) for n in orders],
            "these are the sums of all orders: WHERE payment.order_id = orders.id.",
        ),
    ]


def _of_a_join(sides: list[tuple[int, list[int], list[int]]]) -> Mistakes:
    """Both sides in one join, and DISTINCT as its cure."""
    fan: Rows = [(n, sum(p) * max(len(t), 1), sum(t) * max(len(p), 1)) for n, p, t in sides]
    distinct: Rows = [(n, sum(set(p)), sum(set(t))) for n, p, t in sides]
    return [
        *((rows, FAN) for rows in (_inner(fan), _nulls(fan), fan)),
        *((rows, DISTINCT) for rows in (_nulls(distinct), distinct, _inner(distinct))),
        ([(n, sum(set(p)), sum(t)) for n, p, t in sides], DISTINCT),
        ([(n, sum(p), sum(set(t))) for n, p, t in sides], DISTINCT),
    ]


def _of_other_payments(right: Rows, payments: list[Any]) -> Mistakes:
    """The brackets compare with the wrong id, and then with or without coalesce."""
    own = _pence(p for p in payments if p.order_id == p.id)
    by_id = {p.id: p.pence for p in payments}
    slips = [
        (
            [(n, own, t) for n, _, t in right],
            "inside the brackets `id` is payment's own: write `orders.id`.",
        ),
        (
            [(n, by_id.get(n, 0), t) for n, _, t in right],
            "payment.id numbers the payments: their order is payment.order_id.",
        ),
    ]
    return [(shown, cause) for rows, cause in slips for shown in (rows, _nulls(rows))]


def _by_order(rows: Iterable[Any]) -> dict[int, list[int]]:
    pence: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        pence[row.order_id].append(row.pence)
    return pence


def _pence(rows: Iterable[Any]) -> int:
    return sum(row.pence for row in rows)


def _nulls(rows: Rows) -> Rows:
    """What the same query gives without coalesce: no amount is 0."""
    return [(n, p or None, t or None) for n, p, t in rows]


def _inner(rows: Rows) -> Rows:
    """What JOIN leaves of it: orders with payments and tickets."""
    return [row for row in rows if all(row)]
