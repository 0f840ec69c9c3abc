"""What the check of E3 stands on: what migrate_office.ts says of tables, orders and statements."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from labs.judges import Judge, Likely
from labs.units.j02_7.reports import Report, verbs_that_write

_MORE = 20
"""So many orders, but for the one that is gone, are there beyond those that are asked for."""

_MIGRATION = "db.runMigrations(), with a migration generated for your entities"


class Given(NamedTuple):
    """Rows for the learner's tables."""

    orders: list[tuple[int, str]]
    """id, placed"""
    tickets: list[tuple[int, int, int, int]]
    """performance_id, seat, pence, order_id"""

    def first(self, count: int) -> list[int]:
        """The ids of the first orders."""
        return sorted(number for number, _ in self.orders)[:count]

    def row(self, number: int) -> list[object]:
        """What belongs to this order: placed, its tickets."""
        sold = [tuple(ticket) for *ticket, order in self.tickets if order == number]
        return [dict(self.orders)[number], sorted(sold)]


def some_orders(office: sqlite3.Connection, count: int) -> Given:
    """The first orders of a season with their tickets, some more than `count`."""
    orders = "SELECT id, placed FROM orders WHERE id <= ?"
    tickets = "SELECT performance_id, seat, pence, order_id FROM ticket WHERE order_id <= ?"
    last = (count + _MORE,)
    return Given(office.execute(orders, last).fetchall(), office.execute(tickets, last).fetchall())


# --- The migration ----------------------------------------------------------------------------

Columns = Mapping[str, tuple[str, bool, int]]
"""By name: its type, whether it is NOT NULL, its place in the key."""

_WANTED = {
    "orders": {"id": "int", "placed": "text"},
    "ticket": {"performance_id": "int", "seat": "int", "pence": "int"},
}
_KEYS = {"orders": ["id"], "ticket": ["performance_id", "seat"]}


def is_migrated(judge: Judge, said: Report) -> None:
    """The migration ran, makes the tables of the text, and they take the rows."""
    failed, step = said.get("failed", ""), said.get("step")
    judge.that(
        not said["missing"],
        called='import * as office from "./office.ts"',
        got=f"without {', '.join(said['missing'])}",
        expected="Order, Ticket, page",
        likely="is `export` before each of them?",
    )
    judge.that(
        step != "migration",
        called=_MIGRATION,
        got=failed,
        expected="tables for orders and ticket",
        likely=_why_not_migrated(failed),
    )
    emitted = sqlite3.connect(":memory:")
    for statement in said["up"]:
        emitted.execute(statement)
    tables = {table: _columns(emitted, table) for table in _WANTED}
    for table, columns in tables.items():
        _has_its_columns(judge, table, columns)
    _has_its_foreign_key(judge, emitted, tables["ticket"])
    for table, columns in tables.items():
        _is_as_described(judge, table, columns)
    judge.that(
        step != "rows",
        called="rows for your tables: orders (id, placed), ticket (performance_id, seat, pence, "
        "order_id)",
        got=failed,
        expected="each is accepted",
        likely="does the table refuse more than the text says?",
    )


def _why_not_migrated(failed: str) -> Likely:
    return [
        (
            "inverse side" in failed or "was not found" in failed,
            "the two ends do not fit: @OneToMany(() => Ticket, (ticket) => ticket.order) in "
            "Order, @ManyToOne(() => Order, …) order in Ticket.",
        ),
        ("not supported" in failed, 'the type is one of SQLite: "integer" or "text".'),
        ("rimary column" in failed, "an entity needs a key: @PrimaryColumn."),
        (True, "the error names an entity or a field: compare it with customers.ts."),
    ]


def _columns(db: sqlite3.Connection, table: str) -> Columns:
    return {
        column: (kind.lower(), bool(must), key)
        for _, column, kind, must, _, key in db.execute(f"PRAGMA table_info({table})")
    }


def _has_its_columns(judge: Judge, table: str, columns: Columns) -> None:
    judge.that(
        _WANTED[table].keys() <= columns.keys(),
        called=_MIGRATION,
        got=f"columns of {table}: {', '.join(columns) or 'none'}",
        expected=", ".join(sorted(_WANTED[table])),
        likely=[
            (not columns, f"no table {table}: its name stands in @Entity."),
            (True, "a column is a field with @Column or @PrimaryColumn before it."),
        ],
    )


def _has_its_foreign_key(judge: Judge, db: sqlite3.Connection, ticket: Columns) -> None:
    keys = [row[2:5] for row in db.execute("PRAGMA foreign_key_list(ticket)")]
    judge.that(
        keys == [("orders", "order_id", "id")],
        called=_MIGRATION,
        got=f"foreign keys of ticket: {keys}, columns: {', '.join(ticket)}",
        expected="order_id, which references orders (id)",
        likely=_why_no_foreign_key([column for _, column, _ in keys], ticket),
    )
    indexes = db.execute("PRAGMA index_list(ticket)").fetchall()
    judge.that(
        not any(unique and origin == "u" for _, _, unique, origin, _ in indexes),
        called=_MIGRATION,
        got="order_id is UNIQUE",
        expected="many tickets for one order",
        likely="one order has *many* tickets: @ManyToOne, not @OneToOne.",
    )
    judge.that(
        ticket["order_id"][1],
        called=_MIGRATION,
        got="order_id may be NULL",
        expected="order_id NOT NULL",
        likely="no ticket without an order: { nullable: false } in @ManyToOne.",
    )


def _why_no_foreign_key(columns: Sequence[str], ticket: Columns) -> Likely:
    return [
        (
            not columns and "order_id" in ticket,
            "order_id is a plain column: @ManyToOne with @JoinColumn makes the foreign key.",
        ),
        (
            columns and columns[0] != "order_id",
            f"the column is called {''.join(columns[:1])}: @JoinColumn gives it its name.",
        ),
        (not columns, "@OneToMany alone makes no column: @ManyToOne in Ticket does."),
        (
            True,
            'exactly one, by @ManyToOne(() => Order, …) and @JoinColumn({ name: "order_id" }).',
        ),
    ]


def _is_as_described(judge: Judge, table: str, columns: Columns) -> None:
    """The key, no column more, and of each column its type and NOT NULL."""
    wanted = _WANTED[table]
    key = [column for column, (_, _, place) in columns.items() if place]
    judge.that(
        sorted(key) == _KEYS[table],
        called=_MIGRATION,
        got=f"key of {table}: {', '.join(key)}",
        expected=", ".join(_KEYS[table]),
        likely="@PrimaryColumn stands before each column of the key, and before no other.",
    )
    more = columns.keys() - wanted.keys() - {"order_id"}
    judge.that(
        not more,
        called=_MIGRATION,
        got=f"{table} has {', '.join(more)} too",
        expected=", ".join(wanted),
        likely="no column more than the text names.",
    )
    for column, kind in wanted.items():
        is_, must, _ = columns[column]
        judge.that(
            kind in is_ or (kind == "text" and "char" in is_),
            called=_MIGRATION,
            got=f"{table}.{column} is {is_}",
            expected="integer" if kind == "int" else "text",
            likely="the type stands in the decorator, as in customers.ts.",
        )
        judge.that(
            must,
            called=_MIGRATION,
            got=f"{table}.{column} may be NULL",
            expected="NOT NULL",
            likely="no column may be empty: leave nullable out of @Column.",
        )


# --- The page ---------------------------------------------------------------------------------


def reads_alone(judge: Judge, called: str, page: Report) -> None:
    """The page raises nothing, writes nothing, and returns a list."""
    failed = page.get("failed", "")
    judge.that(
        not failed,
        called=called,
        got=failed,
        expected="a list of orders",
        likely=[
            (
                'in "Order"' in failed or "relation" in failed,
                "is it the name of a field of Order, tickets, with @OneToMany before it?",
            ),
            (
                "of undefined" in failed,
                "something is undefined there: is each list that you touch named in relations?",
            ),
            (
                True,
                "the error is TypeORM's or JavaScript's: compare the call with customers.ts.",
            ),
        ],
    )
    orders, writes = page.get("orders"), verbs_that_write(page)
    judge.that(
        not writes,
        called=called,
        got=" ".join(writes),
        expected="SELECT alone",
        likely="a page only reads.",
    )
    judge.that(
        isinstance(orders, list),
        called=called,
        got=repr(orders),
        expected="a list of orders",
        likely=[
            (orders is None, "page returns nothing: is a `return` missing?"),
            (True, "return the list that find gives."),
        ],
    )


def has_these_orders(judge: Judge, called: str, page: Report, want: Sequence[int]) -> None:
    """The orders with these ids were loaded, and no others, and come in this order."""
    ids = [order.get("id") for order in page["orders"]]
    judge.that(
        page["loaded"] <= len(want),
        called=called,
        got=f"{page['loaded']} orders were loaded",
        expected=f"{len(want)} orders",
        likely="only the first count orders: take.",
    )
    judge.that(
        ids == want,
        called=called,
        got=f"{len(ids)} orders: {ids!s:.60}",
        expected=f"{len(want)} orders: {want!s:.60}",
        likely=[
            (
                3 not in ids and 2 in ids,
                "the order without tickets is missing: an inner join leaves it out.",
            ),
            (
                ids and ids == want[: len(ids)],
                "too few: limit counts rows of the join, take counts orders; and ids have gaps.",
            ),
            (sorted(ids) == want, 'by id, lowest first: order: { id: "ASC" }.'),
            (
                True,
                "the orders with the lowest id (not the earliest date), lowest first: order: "
                '{ id: "ASC" }.',
            ),
        ],
    )


def has_their_tickets(
    judge: Judge, called: str, orders: Sequence[Mapping[str, Any]], given: Given
) -> None:
    """Each order comes with its own tickets, all of them."""
    for order in orders:
        tickets, named = order.get("tickets"), f"{called}, the order {order['id']}"
        if not isinstance(tickets, list) or not all(isinstance(one, dict) for one in tickets):
            judge.that(
                False,
                called=named,
                got=order,
                expected="an order with tickets",
                likely=[
                    (
                        "__tickets__" in order,
                        "a lazy list is a promise: leave lazy out, and name the list in relations.",
                    ),
                    (True, "the tickets were not loaded: name them in relations."),
                ],
            )
            continue
        fields = ("performance_id", "seat", "pence")
        sold = sorted(tuple(one.get(field) for field in fields) for one in tickets)
        judge.equal(
            [order.get("placed"), sold],
            given.row(order["id"]),
            called=named,
            likely=[
                (
                    any(pence is None for *_, pence in sold),
                    "pence was not loaded: relations brings whole tickets, loadRelationIds their "
                    "keys alone.",
                ),
                (
                    True,
                    "an order's own tickets, all of them, with performance_id, seat and pence.",
                ),
            ],
        )


def takes_two_statements(judge: Judge, called: str, page: Report, count: int) -> None:
    """At most two statements were sent, and TypeORM made what came back."""
    sent, by_hand = page["sent"], page["byHand"]
    judge.that(
        len(sent) <= 2,
        called=called,
        got=f"{len(sent)} statements, the last: {''.join(sent[-1:])[:90]}",
        expected="at most 2 statements",
        likely=[
            (
                len(sent) > count,
                "each order asks for its tickets, by an await in a loop or by Promise.all over a "
                "map. Let find load them: relations.",
            ),
            (
                len(sent) == 3,
                'relationLoadStrategy: "query" makes three with take: leave it out, so that find '
                "joins.",
            ),
            (True, "one find with relations."),
        ],
    )
    judge.that(
        not by_hand,
        called=called,
        got=f"{by_hand} objects that TypeORM did not load",
        expected="orders and tickets that TypeORM loaded",
        likely="SQL of your own, or objects made by hand: find gives them, with relations.",
    )
