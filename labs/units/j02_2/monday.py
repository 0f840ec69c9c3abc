"""What Priya's questions must give, computed in Python, and what common slips give."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from labs.judges import queries

Rows = list[queries.Row]
Wanted = tuple[Rows, list[tuple[Rows, str]]]
"""The rows asked for; and those of common misconceptions, each with the cause to name."""


def largest_by_other_means(db: sqlite3.Connection) -> Wanted:
    """id, method, pence of the five largest payments that were not by card."""
    payments = queries.table(db, "payment")
    other = [p for p in payments if p.method != "card"]
    smallest = "these are the smallest: DESC turns an order round."
    return _payments(other), [
        (_payments(payments), "payments by card are among them: WHERE method <> 'card'."),
        (
            _payments(p for p in other if p.method == "voucher"),
            "a bank transfer was not by card, either.",
        ),
        (
            _payments(p for p in other if p.method == "transfer"),
            "a voucher was not by card, either.",
        ),
        (_payments(other, lambda p: (p.pence, -p.id)), smallest),
        (_payments(other, lambda p: (p.pence, p.id)), smallest),
        (
            _payments(other, lambda p: (-p.pence, p.id)),
            "of equal payments the larger id comes first: id DESC.",
        ),
        (
            _payments(other, lambda p: -p.id),
            "these are the newest: order by pence first, then by id.",
        ),
        (_payments(other, most=None), "these are all of them: LIMIT 5 keeps the first five."),
    ]


def _payments(
    payments: Iterable[Any],
    by: Callable[[Any], Any] = lambda p: (-p.pence, -p.id),
    most: int | None = 5,
) -> Rows:
    return [(p.id, p.method, p.pence) for p in sorted(payments, key=by)[:most]]


def not_yet_on_a_date(db: sqlite3.Connection) -> Wanted:
    """title of the shows without a performance."""
    titles = {s.id: s.title for s in queries.table(db, "show")}
    by_evening: Rows = [(titles[p.show_id],) for p in queries.table(db, "performance")]
    every = [(title,) for title in sorted(titles.values())]
    without = [row for row in every if row not in by_evening]
    return without, [
        (every, "these are all shows: the condition that there is no partner is missing."),
        (
            [row for row in every if row in by_evening],
            "these are planned: the partner's id IS NULL where there is none.",
        ),
        (
            by_evening + without,
            "planned shows are among them, once for each evening: WHERE p.id IS NULL keeps those "
            "without. (In ON, it would keep all.)",
        ),
        (by_evening, "these are planned, once for each evening: IS NULL, not IS NOT NULL."),
    ]


def with_eight_orders(db: sqlite3.Connection) -> Wanted:
    """name, number of orders, of the customers with at least eight."""
    names = {c.id: c.name for c in queries.table(db, "customer")}
    owner = {o.id: o.customer_id for o in queries.table(db, "orders")}
    orders = Counter(owner.values())
    seats = Counter(owner[t.order_id] for t in queries.table(db, "ticket"))
    payments = Counter(owner[p.order_id] for p in queries.table(db, "payment"))
    by_name: Counter[str] = Counter()
    for number, count in orders.items():
        by_name[names[number]] += count

    def rows(counts: Counter[int], least: int) -> Rows:
        most_first = sorted(counts, key=lambda n: (-counts[n], n))
        return [(names[n], counts[n]) for n in most_first if counts[n] >= least]

    return rows(orders, 8), [
        (rows(orders, 9), "eight orders are enough: at least means >=."),
        (rows(orders, 1), "these are all who ever ordered: HAVING chooses among the groups."),
        (
            [row for row in by_name.items() if row[1] >= 8],
            "two customers who share a name are one: group by the customer's id.",
        ),
        (rows(seats, 8), "these are numbers of tickets: count orders."),
        (
            rows(payments, 8),
            "these are numbers of payments: an order with two counts twice. No payment is needed.",
        ),
    ]


def quietest(db: sqlite3.Connection) -> Wanted:
    """performance id, starts, number of tickets, of the ten with the fewest."""
    starts = {p.id: p.starts for p in queries.table(db, "performance")}
    seats: dict[int, list[int]] = {number: [] for number in starts}
    orders: dict[int, set[int]] = {number: set() for number in starts}
    for ticket in queries.table(db, "ticket"):
        seats[ticket.performance_id].append(ticket.seat)
        orders[ticket.performance_id].add(ticket.order_id)
    tickets: dict[int, Any] = {number: len(found) for number, found in seats.items()}
    some = {number: count for number, count in tickets.items() if count}
    none = tickets.keys() - some.keys()

    def rows(
        counts: dict[int, Any],
        by: Callable[[Any], Any] = lambda row: (row[2], row[0]),
        most: int | None = 10,
    ) -> Rows:
        return sorted(((n, starts[n], count) for n, count in counts.items()), key=by)[:most]

    return rows(tickets), [
        (rows(some), "evenings that have sold nothing are missing: LEFT JOIN keeps them."),
        *(
            (
                rows(some | {any_of_them: count}),
                "evenings without tickets are one group: t.performance_id is NULL for all of "
                "them. Group by p.id.",
            )
            for any_of_them in none
            for count in (0, len(none))
        ),
        (
            rows(tickets, lambda row: (row[2], row[1])),
            "of equal ones the smaller id comes first: these are sorted by starts.",
        ),
        (
            rows({number: max(count, 1) for number, count in tickets.items()}),
            "an evening without tickets counts as 1: count(*) counts its row of NULLs, "
            "count(t.seat) counts tickets.",
        ),
        (
            rows(
                {number: sum(found) if found else None for number, found in seats.items()},
                lambda row: (row[2] or 0, row[0]),
            ),
            "the numbers of the seats are added up: count them.",
        ),
        (
            rows({number: len(found) for number, found in orders.items()}),
            "these are numbers of orders: count tickets.",
        ),
        (
            rows(tickets, lambda row: (-row[2], row[0])),
            "these are the fullest: fewest first.",
        ),
        (
            rows(tickets, lambda row: row[0]),
            "these are the first ten: order by the number of tickets.",
        ),
        (rows(tickets, most=None), "these are all evenings: LIMIT 10 keeps ten."),
    ]
