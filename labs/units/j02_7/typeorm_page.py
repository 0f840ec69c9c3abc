"""What the check of E3 stands on: what migrate_office.ts says of tables, orders and statements."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from labs.judges import Judge, Likely
from labs.units.j02_7.reports import Report

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
        return [dict(self.orders)[number], sorted(self.tickets_of(number))]

    def tickets_of(self, number: int) -> list[tuple[int, ...]]:
        """The tickets of this order: performance_id, seat, pence."""
        return [tuple(ticket) for *ticket, order in self.tickets if order == number]


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
    "orders": {"id": "integer", "placed": "text"},
    "ticket": {"performance_id": "integer", "seat": "integer", "pence": "integer"},
}
_TYPES = {"integer": ("integer", "int", "bigint"), "text": ("text", "varchar")}
"""What serves as this type: neither narrower nor wider."""
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
        _makes_up_nothing(judge, emitted, table)
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
    along = [row[6] for row in db.execute("PRAGMA foreign_key_list(ticket)")]
    judge.equal(
        along,
        ["NO ACTION"],
        called=f"{_MIGRATION}; what becomes of tickets whose order is deleted",
        likely="a ticket that is sold is not deleted along: leave onDelete out.",
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
            is_ in _TYPES[kind],
            called=_MIGRATION,
            got=f"{table}.{column} is {is_}",
            expected=kind,
            likely="the type stands in the decorator, as in customers.ts.",
        )
        judge.that(
            must,
            called=_MIGRATION,
            got=f"{table}.{column} may be NULL",
            expected="NOT NULL",
            likely="no column may be empty: leave nullable out of @Column.",
        )


def _makes_up_nothing(judge: Judge, db: sqlite3.Connection, table: str) -> None:
    """No value comes from the database itself."""
    (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    defaults = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[4] is not None]
    judge.that(
        not defaults and "AUTOINCREMENT" not in made,
        called=_MIGRATION,
        got=f"{table} has a default for {', '.join(defaults) or 'its key'}",
        expected="values that whoever inserts has to give",
        likely="@PrimaryColumn, not @PrimaryGeneratedColumn; no default in @Column.",
    )


# --- The page ---------------------------------------------------------------------------------


def why_it_failed(failed: str) -> Likely:
    """The causes of an error of `page`."""
    return [
        (
            "has been removed" in failed,
            "relations is an object: { tickets: true }.",
        ),
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
    ]


def why_other_orders(ids: Sequence[int], want: Sequence[int]) -> Likely:
    """The causes of orders that are not the first, or in another order."""
    return [
        (
            ids and ids == want[: len(ids)],
            "too few: limit counts rows of the join, take counts orders; and ids have gaps.",
        ),
        (
            3 not in ids and 2 in ids and 3 in want,
            "the order without tickets is missing: an inner join leaves it out.",
        ),
        (sorted(ids) == want, 'by id, lowest first: order: { id: "ASC" }.'),
        (
            True,
            "the orders with the lowest id (not the earliest date), lowest first: order: "
            '{ id: "ASC" }.',
        ),
    ]


def loads_no_other_tickets(
    judge: Judge, called: str, page: Report, want: Sequence[int], given: Given
) -> None:
    """Of the tickets, too, only those of the page were loaded."""
    theirs = sum(len(given.tickets_of(number)) for number in want)
    judge.that(
        page["tickets"] <= theirs,
        called=called,
        got=f"{page['tickets']} tickets were loaded",
        expected=f"{theirs} tickets, those of its {len(want)} orders",
        likely="find loads the tickets of the orders that it finds, and no others: relations.",
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


def why_so_many(sent: Sequence[str], count: int) -> Likely:
    """The causes of more than two statements."""
    return [
        (
            len(sent) > count,
            "each order asks for its tickets, by an await in a loop or by Promise.all over a map. "
            "Let find load them: relations.",
        ),
        (
            len(sent) == 3,
            'relationLoadStrategy: "query" makes three with take: leave it out, so that find '
            "joins.",
        ),
        (True, "one find with relations."),
    ]
