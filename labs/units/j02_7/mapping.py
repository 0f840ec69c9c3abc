"""What the checks of E1 stand on: how the tables are mapped, what the page loads, and why not."""

from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import inspect

from labs.judges import Judge, Likely

CALLED = "map_tables(Model, Buyer)"
Row = tuple[Any, ...]


# --- The classes ------------------------------------------------------------------------------


def why_not_mapped(error: Exception) -> Likely:
    """The causes of an error of SQLAlchemy, or of the answer, while classes are mapped."""
    said = str(error)
    return [
        (
            "already defined" in said or "'Base'" in said,
            "their base is Model, the argument, not Base, which has these tables already.",
        ),
        (
            "Customer" in said,
            "the buyer is a Buyer, the argument: Customer is of another base.",
        ),
        (
            getattr(error, "name", "") in ("Ticket", "Sale") or "failed to locate a name" in said,
            "a class that stands further down, or inside of a function, is named in quotes: "
            'Mapped[list["Ticket"]].',
        ),
        (
            "oreign" in said,
            "no ForeignKey links the two tables: Sale's leads to customer.id, Ticket's to "
            "orders.id, each by the table's name. (And is buyer a Buyer, not a Customer?)",
        ),
        (
            True,
            "the error names a class and an attribute: compare them with the worked example.",
        ),
    ]


def are_the_two_classes(judge: Judge, mapped: object, base: type[Any]) -> None:
    """Sale and Ticket came back, in this order, mapped on this base, Ticket by its key of two."""
    judge.that(
        isinstance(mapped, tuple | list) and len(mapped) == 2,
        called=CALLED,
        got=repr(mapped),
        expected="the classes Sale and Ticket",
        likely=[
            (mapped is None, "the classes are not returned: return Sale, Ticket."),
            (True, _IN_THIS_ORDER),
        ],
    )
    both = list(mapped) if isinstance(mapped, tuple | list) else []
    tables = [getattr(inspect(one, raiseerr=False), "local_table", None) for one in both]
    names = [getattr(table, "name", "none") for table in tables]
    judge.that(
        names == ["orders", "ticket"],
        called=CALLED,
        got=f"classes for these tables: {', '.join(names)}",
        expected="orders, ticket",
        likely=_IN_THIS_ORDER,
    )
    judge.that(
        all(issubclass(one, base) for one in both),
        called=CALLED,
        got="classes of another base",
        expected="classes of this Model",
        likely="they stand inside of the function, and their base is its argument Model.",
    )


_IN_THIS_ORDER = "both, in this order: return Sale, Ticket."


def are_linked(judge: Judge, sale: type[Any], ticket: type[Any], buyer: type[Any]) -> None:
    """Ticket has its key of two, and Sale leads to a buyer and to tickets."""
    key = {column.name for column in inspect(ticket).primary_key}
    judge.that(
        key == {"performance_id", "seat"},
        called=CALLED,
        got=f"the key of Ticket: {', '.join(sorted(key))}",
        expected="performance_id, seat",
        likely="performance_id and seat are the key together: mark these two, and no other. By a "
        "shorter key two tickets are taken for one.",
    )
    leads = {
        name: getattr(getattr(one, "mapper", None), "class_", None)
        for name, one in inspect(sale).relationships.items()
    }
    judge.that(
        leads.get("buyer") is buyer and leads.get("tickets") is ticket,
        called=CALLED,
        got="the relationships of Sale: "
        f"{ {name: getattr(one, '__name__', None) for name, one in leads.items()} }",
        expected="buyer, a Buyer, and tickets, of Ticket",
        likely="a relationship needs its name and Mapped[…] of these classes.",
    )


# --- The rows ---------------------------------------------------------------------------------


def why_not_loaded(error: Exception) -> Likely:
    """The causes of an error of the query."""
    said = str(error)
    return [
        (
            "unique()" in said,
            "the join that joinedload makes for a list repeats a sale: .unique() before .all() "
            "drops the repeats, or load the list by selectinload.",
        ),
        ("no such column" in said, "is it spelt as in the table?"),
    ]


def came_back(judge: Judge, called: str, sales: object) -> None:
    """Something was returned."""
    judge.that(
        sales is not None,
        called=called,
        got="None",
        expected="a list of sales",
        likely="the list is not returned.",
    )


def list_of_sales(judge: Judge, called: str, sales: Sequence[Any], sale: type[Any]) -> list[Any]:
    """What came back, if it is objects of this class."""
    came_back(judge, called, sales)
    listed = list(sales)
    judge.that(
        all(isinstance(one, sale) for one in listed),
        called=called,
        got=f"{listed[:2]!s:.80}",
        expected="objects of the mapped class Sale",
        likely=[
            (
                any(hasattr(one, "_fields") for one in listed),
                "execute() gives rows that hold the objects: scalars() gives the objects.",
            ),
            (True, "select(Sale) gives objects, select(Sale.id, …) values."),
        ],
    )
    return listed


def are_loaded_by_the_session(judge: Judge, called: str, sales: Sequence[Any]) -> None:
    """Sales, buyers and tickets are rows of the database."""
    parts = [part for sale in sales for part in (sale, sale.buyer, *sale.tickets)]
    judge.that(
        all(inspect(part).persistent for part in parts),
        called=called,
        got="objects that this session did not load",
        expected="sales, buyers and tickets that the session loaded",
        likely="they were made by hand. Let the query load them: select(Sale) with options.",
    )


def why_other_sales(ids: Sequence[int], want: Sequence[int], without_tickets: Set[int]) -> Likely:
    """The causes of sales that are not those of the join, or in another order."""
    return [
        (
            len(set(ids)) < len(ids),
            "a join repeats a sale for each of its tickets. To load what belongs to it use an "
            "option, such as selectinload.",
        ),
        (
            set(ids) == set(want) - without_tickets,
            "sales without tickets are missing: an inner join leaves them out.",
        ),
        (len(ids) > len(want), "only the newest count sales: limit(count)."),
        (
            ids == want[: len(ids)],
            "ids have gaps, and rows of a join are not sales: limit(count) on the sales alone.",
        ),
        (
            len(ids) == len(want) and ids[0] == 1,
            "these are the oldest: order by id, descending, before the limit.",
        ),
        (set(ids) == set(want), "the newest first: highest id, then down."),
        (
            without_tickets & set(want) - set(ids),
            "the sale without tickets is missing: an inner join leaves it out, and the limit goes "
            "on to others.",
        ),
        (
            True,
            "the sales with the highest id (not the latest date), each once, the highest first.",
        ),
    ]


def why_another_row(row: Row, good: Row) -> Likely:
    """The causes of a sale that is not as the join shows it."""
    return [
        (row[:2] != good[:2], "placed is another column's value."),
        (
            row[2] != good[2],
            "this is another buyer: buyer follows orders.customer_id to customer.id.",
        ),
        (
            sorted(row[3]) == sorted(good[3]),
            "the highest seat first: order_by in the relationship.",
        ),
        (True, "tickets follows ticket.order_id to orders.id."),
    ]


# --- The statements ---------------------------------------------------------------------------


def are_two_at_most(
    judge: Judge, called: str, at_first: Sequence[str], later: Sequence[str], count: int
) -> None:
    """At most two statements, all SELECT: `at_first` in the function, `later` as the page reads."""
    judge.that(
        len(at_first) + len(later) <= 2,
        called=called,
        got=f"{len(at_first)} statements in the function, {len(later)} when the page reads",
        expected="at most 2 in all",
        likely=_why_so_many(len(at_first), [" ".join(text.split()) for text in later], count),
    )
    verbs = {text.split(maxsplit=1)[0].upper() for text in (*at_first, *later)}
    writes = sorted(verbs - {"SELECT", "WITH"})
    judge.that(
        not writes,
        called=called,
        got=" ".join(writes),
        expected="SELECT alone",
        likely="a page changes nothing.",
    )


def _why_so_many(at_first: int, later: Sequence[str], count: int) -> Likely:
    tickets, buyers = (
        any(f"FROM {table}" in text for text in later) for table in ("ticket", "customer")
    )
    return [
        (
            tickets and buyers,
            "tickets and buyers are loaded one by one, when the page touches them: plan both by "
            "options of the query.",
        ),
        (
            tickets,
            "the tickets are loaded for one sale after another: selectinload brings them all.",
        ),
        (
            buyers,
            "each different buyer is a statement of its own: joinedload brings it in the same row.",
        ),
        (
            at_first == 3,
            "a third statement: a sale has one buyer, so joinedload can bring it in the row of "
            "the sale, without a statement of its own.",
        ),
        (at_first > count, "the function itself asks for one sale after another."),
        (True, "ask once for the sales and once for their tickets."),
    ]
