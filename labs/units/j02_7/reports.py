"""What the programs of E2 and E3 print: JSON, with a report of each page that they asked for.

A page has `orders`, as they came back, or `failed`, an error and its line; `sent`, its
statements; `loaded`, the ids of the orders that the mapper loaded; `byHand`, how many objects
that came back it did not make.
"""

from collections.abc import Callable, Sequence
from typing import Any

from labs.judges import Judge, Likely

Report = dict[str, Any]


def verbs_that_write(sent: Sequence[str]) -> list[str]:
    """The first words of those statements that do more than read."""
    return sorted({text.split(maxsplit=1)[0].upper() for text in sent} - {"SELECT", "WITH"})


def reads_alone(
    judge: Judge, called: str, page: Report, find: str, why_it_failed: Callable[[str], Likely]
) -> None:
    """The page raises nothing, writes nothing, and returns the list that `find` gives."""
    failed, writes, orders = page.get("failed"), verbs_that_write(page["sent"]), page.get("orders")
    judge.that(
        not failed,
        called=called,
        got=failed,
        expected="a list of orders",
        likely=why_it_failed(str(failed)),
    )
    judge.that(
        not writes,
        called=called,
        got=" ".join(writes),
        expected="SELECT alone",
        likely=f"a page only reads: {find}.",
    )
    judge.that(
        isinstance(orders, list),
        called=called,
        got=repr(orders),
        expected="a list of orders",
        likely=[
            (orders is None, "page returns nothing: is a `return` missing?"),
            (True, f"return the list that {find} gives."),
        ],
    )


def has_these_orders(
    judge: Judge,
    called: str,
    page: Report,
    want: Sequence[int],
    why_others: Callable[[Sequence[int]], Likely],
) -> None:
    """The orders with these ids were loaded, and no others, and come in this order."""
    ids = [order["id"] for order in page["orders"] if isinstance(order, dict) and order.get("id")]
    judge.that(
        len(page["loaded"]) <= len(want),
        called=called,
        got=f"{len(page['loaded'])} orders were loaded",
        expected=f"{len(want)} orders",
        likely="the query itself finds no more than count: limit in findAll, take in find.",
    )
    judge.that(
        len(ids) == len(page["orders"]),
        called=called,
        got=f"{page['orders'][:2]!s:.90}",
        expected="orders, each with its id",
        likely="rows of a join, or objects of your own: return the models as they were found.",
    )
    judge.that(
        ids == want,
        called=called,
        got=f"{len(ids)} orders: {ids!s:.60}",
        expected=f"{len(want)} orders: {want!s:.60}",
        likely=why_others(ids),
    )


def takes_statements(
    judge: Judge,
    called: str,
    page: Report,
    most: int,
    why_so_many: Callable[[Sequence[str]], Likely],
) -> None:
    """At least one statement and at most so many were sent, and the mapper made what came back."""
    sent = [" ".join(text.split()) for text in page["sent"]]
    expected = "1 statement" if most == 1 else f"at most {most} statements"
    judge.that(
        sent,
        called=called,
        got="no statement was sent",
        expected=expected,
        likely="an answer was kept from an earlier call: each call asks anew.",
    )
    judge.that(
        len(sent) <= most,
        called=called,
        got=f"{len(sent)} statements, the last: {sent[-1]:.100}",
        expected=expected,
        likely=why_so_many(sent),
    )
    judge.that(
        not page["byHand"],
        called=called,
        got=f"{page['byHand']} objects that no model loaded",
        expected="orders and tickets as the mapper loaded them",
        likely="SQL of your own, or objects made by hand: let the relations bring them.",
    )
