"""What the checks of E1 stand on: how the tables are mapped, what the page loads, and why not."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Integer, String, inspect, select
from sqlalchemy.orm import Session

from labs.judges import Judge, Likely
from labs.units.j02_7.reports import verbs_that_write

CALLED = "map_tables(Model, Buyer)"
Row = tuple[Any, ...]


# --- The classes ------------------------------------------------------------------------------


def why_not_mapped(error: Exception) -> Likely:
    """The causes of an error of SQLAlchemy, or of the answer, while classes are mapped."""
    said = str(error)
    return [
        (
            isinstance(error, SyntaxError),
            f"the text {getattr(error, 'text', '')!r} is Python, not SQL, and names a class: "
            'order_by="Order.id".',
        ),
        (
            "already defined" in said or "'Base'" in said,
            "their base is Model, the argument, not Base, which has these tables already.",
        ),
        (
            "Customer" in said,
            "the buyer is a Buyer, the argument: Customer is of another base.",
        ),
        (
            isinstance(error, NameError) and error.name in ("Ticket", "Sale"),
            "a class that stands further down, or inside of a function, is named in quotes: "
            'Mapped[list["Ticket"]].',
        ),
        (
            "failed to locate a name" in said or "'Table' object" in said,
            "a text in quotes names classes of this Model and their fields, such as Ticket.seat, "
            "not tables.",
        ),
        (
            "has no property" in said,
            "back_populates names an attribute of the other class; where that has no way back, "
            "leave it out.",
        ),
        ("bound method" in said, "a method is called: .desc()."),
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
    """Sale leads to a buyer and to a list of tickets."""
    ways = inspect(sale).relationships
    leads = {name: getattr(way.mapper, "class_", None) for name, way in ways.items()}
    judge.that(
        leads.get("buyer") is buyer and leads.get("tickets") is ticket,
        called=CALLED,
        got="the relationships of Sale: "
        f"{ {name: getattr(one, '__name__', None) for name, one in leads.items()} }",
        expected="buyer, a Buyer, and tickets, of Ticket",
        likely="a relationship needs its name and Mapped[…] of these classes.",
    )
    judge.that(
        ways["tickets"].uselist and ways["tickets"].collection_class in (None, list),
        called=CALLED,
        got="Sale.tickets is no list",
        expected='Mapped[list["Ticket"]]',
        likely="a sale has many tickets, and they have an order: so they are a list.",
    )


def have_their_columns(judge: Judge, sale: type[Any], ticket: type[Any]) -> None:
    """The two classes have their keys, and their columns under these names and types."""
    for one, key in ((sale, {"id"}), (ticket, {"performance_id", "seat"})):
        mapper = inspect(one)
        marked, good = {column.name for column in mapper.primary_key}, ", ".join(sorted(key))
        judge.that(
            marked == key,
            called=CALLED,
            got=f"the key of {one.__name__}: {', '.join(sorted(marked))}",
            expected=good,
            likely=[
                (marked > key, f"mark {good}, and no other column: these tell rows apart already."),
                (True, f"mark {good}: by another key two rows may be taken for one."),
            ],
        )
        for name, kind in _COLUMNS[mapper.local_table.name].items():
            column = mapper.columns.get(name)
            judge.that(
                column is not None and isinstance(column.type, kind),
                called=CALLED,
                got=f"{one.__name__}.{name} is "
                + ("not there" if column is None else repr(column.type)),
                expected=f"a column of the type {kind.__name__}",
                likely="is it named as in the table? Mapped[int] is a whole number, Mapped[str] "
                "a text.",
            )


_COLUMNS: Mapping[str, Mapping[str, type[Any]]] = {
    "orders": {"id": Integer, "placed": String},
    "ticket": {"performance_id": Integer, "seat": Integer, "pence": Integer},
}


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
        (
            "lazy='raise'" in said,
            "the page reads what raiseload forbids: plan buyer and tickets.",
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
    judge.that(
        isinstance(sales, Sequence),
        called=called,
        got=f"a {type(sales).__name__}",
        expected="a list of sales",
        likely="that can be read only once, and has no length: .all() makes it a list.",
    )
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
            len(ids) == len(want) and min(ids) == 1 < min(want),
            "these are the oldest: order by id, descending, before the limit.",
        ),
        (
            ids == want[: len(ids)],
            "ids have gaps, and rows of a join are not sales: limit(count) on the sales alone.",
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
            "the highest seat first, by the seat alone: order_by in the relationship.",
        ),
        (True, "tickets follows ticket.order_id to orders.id."),
    ]


# --- The statements ---------------------------------------------------------------------------


def are_no_others(
    judge: Judge, called: str, loaded: Mapping[str, int], shown: Sequence[Row], count: int
) -> None:
    """Sales and tickets that the page does not show were not loaded."""
    wanted = {"orders": count, "ticket": sum(len(tickets) for *_, tickets in shown)}
    for table, most in wanted.items():
        judge.that(
            loaded[table] <= most,
            called=called,
            got=f"{loaded[table]} rows of {table} were loaded",
            expected=f"{most}, those of {count} sales",
            likely="more than the page shows: limit(count) belongs in the query, and the tickets "
            "of its sales come by an option.",
        )


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
    writes = verbs_that_write([*at_first, *later])
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


def have_their_order(judge: Judge, session: Session, sale: type[Any]) -> None:
    """The tickets of a sale that another query has loaded: the highest seat first."""
    seats = [[ticket.seat for ticket in one.tickets] for one in session.scalars(select(sale))]
    fullest = max(seats, key=len)
    judge.equal(
        fullest,
        sorted(fullest, reverse=True),
        called="the seats in Sale.tickets, where another query has found the sale",
        likely='the order belongs to the relationship: order_by="Ticket.seat.desc()" in it.',
    )
