"""What Tom's slow queries give, computed in Python, and what common slips give."""

import sqlite3
from collections.abc import Callable
from typing import Any

from labs.judges import queries
from labs.units.j02_2.monday import Rows, Wanted


def seats(db: sqlite3.Connection, customer: int) -> Rows:
    """performance_id, seat of a customer's tickets."""
    theirs = {o.id for o in queries.table(db, "orders") if o.customer_id == customer}
    tickets = queries.table(db, "ticket")
    return sorted((t.performance_id, t.seat) for t in tickets if t.order_id in theirs)


def orders_of_a_day(db: sqlite3.Connection, day: str) -> Wanted:
    """id, customer_id of the orders that were placed on this day, by id."""
    orders = sorted(queries.table(db, "orders"))

    def rows(keep: Callable[[str], bool]) -> Rows:
        return [(o.id, o.customer_id) for o in orders if keep(o.placed)]

    late = next(
        (f", such as order {o.id} of {o.placed}" for o in orders if o.placed[:10] > day), ""
    )
    return rows(lambda placed: placed[:10] == day), [
        (
            rows(lambda placed: placed >= day),
            f"orders of later days are among them{late}: the range ends before "
            "date(:day, '+1 day'). (:day + 1 adds to the year alone.)",
        ),
        (
            rows(lambda placed: f"{day}T00:00" < placed < f"{day}T24"),
            "an order of the first minute is missing: >=.",
        ),
        (
            rows(lambda placed: day <= placed < f"{day}T23:59"),
            "an order of the last minute is missing.",
        ),
    ]


def payments(db: sqlite3.Connection, order: int) -> Wanted:
    """id, pence of an order's payments."""
    theirs = [p for p in queries.table(db, "payment") if p.order_id == order]
    return [(p.id, p.pence) for p in theirs], [
        ([(sum(p.pence for p in theirs),)], "the payments are added up: each is a row."),
        (
            [(p.pence, p.id) for p in theirs],
            "the columns are in another order: id, pence.",
        ),
    ]


def tickets_after(tickets: list[tuple[Any, ...]], skipped: int) -> Wanted:
    """The twenty tickets after the first so many, of all in their order."""
    (performance, seat, _), after = tickets[skipped - 1], tickets[skipped:]
    as_a_pair = "compare performance and seat as a pair."
    return after[:20], [
        (
            tickets[skipped - 1 : skipped + 19],
            "the last ticket of the page before comes again: after it means >.",
        ),
        (
            [t for t in after if t[0] > performance][:20],
            f"the rest of the same evening is left out: {as_a_pair}",
        ),
        (
            [t for t in after if t[0] == performance][:20],
            "only the rest of the same evening is there: the page goes on with the next.",
        ),
        (
            [t for t in tickets if t[0] > performance or t[1] > seat][:20],
            f"OR lets earlier evenings in: {as_a_pair}",
        ),
        (
            [t for t in after if t[1] > seat][:20],
            f"evenings after this one begin at seat 1 again: {as_a_pair}",
        ),
        (after, "these are all that follow: a page has twenty."),
    ]
