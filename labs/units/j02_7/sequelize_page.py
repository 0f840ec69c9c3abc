"""What the check of E2 stands on: what serve_sales.mjs says of models, orders and statements."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from labs.judges import Judge, Likely
from labs.units.j02_7.data import Rows
from labs.units.j02_7.reports import Report

_DEFINE = "define(db)"
_EXPORT = "is `export` before define and page?"
_COMPARE = "compare that line of sales.mjs with customers.mjs."
_SPELT = "is it spelt as in the table?"


def take_the_profile_of_order(office: sqlite3.Connection, number: int) -> None:
    """Leave the customer of this order without a profile."""
    customer = "SELECT customer_id FROM orders WHERE id = ?"
    office.execute(f"DELETE FROM customer_profile WHERE customer_id = ({customer})", (number,))  # noqa: S608 - ours
    office.commit()


# --- Models -----------------------------------------------------------------------------------


def has_its_models(judge: Judge, said: Report) -> None:
    """Four models, two of them defined by the answer, and the three ways between them."""
    failed, models = said.get("defineFailed", ""), said["models"]
    judge.that(
        "defineFailed" not in said,
        called=_DEFINE,
        got=failed,
        expected="four models",
        likely=[
            (
                "associat" in failed,
                "an association joins two models that are defined already, each `as` once.",
            ),
            ("sales.define is not a function" in failed, _EXPORT),
            (True, _COMPARE),
        ],
    )
    judge.that(
        {"Customer", "Order", "Profile", "Ticket"} <= models.keys(),
        called=_DEFINE,
        got=f"models: {', '.join(models) or 'none'}",
        expected="Customer, Order, Profile, Ticket",
        likely="return { Customer, Order, Profile, Ticket }, an object with these names.",
    )
    _is_defined(judge, "Profile", models["Profile"])
    _is_defined(judge, "Ticket", models["Ticket"])
    ways = {
        f"{name}.{way}": about
        for name, model in models.items()
        for way, about in model["ways"].items()
    }
    for way, good in _WAYS.items():
        _is_connected(judge, ways, way, good)


_TABLES = {"Profile": "customer_profile", "Ticket": "ticket"}
_KEYS = {"Profile": ["customer_id"], "Ticket": ["performance_id", "seat"]}
_COLUMNS = {
    "Profile": {"customer_id": "INTEGER", "town": "TEXT"},
    "Ticket": {"pence": "INTEGER", "performance_id": "INTEGER", "seat": "INTEGER"},
}
_ALSO = {"BIGINT": "INTEGER", "STRING": "TEXT"}
"""Types that serve as well."""
_WAYS = {
    "Order.customer": ["BelongsTo", "customer_id", "customer"],
    "Order.tickets": ["HasMany", "order_id", "ticket"],
    "Customer.profile": ["HasOne", "customer_id", "customer_profile"],
}


def _is_defined(judge: Judge, name: str, model: Mapping[str, Any]) -> None:
    table, spelt, key = model["table"], ", ".join(model["spelt"]), ", ".join(model["key"])
    columns = f"columns of {name}: {', '.join(model['columns'])}"
    wanted = ", ".join(_COLUMNS[name])
    for ok, got, expected, likely in [
        (
            table == _TABLES[name],
            f"{name} stands for the table {table}",
            _TABLES[name],
            "the third argument names the table: { tableName: …, timestamps: false }.",
        ),
        (
            "createdAt" not in model["columns"],
            columns,
            wanted,
            "Sequelize adds createdAt and updatedAt unless you say timestamps: false.",
        ),
        (
            not spelt,
            f"{name} has {spelt} under another name",
            "each column by its own name",
            "does each column of define have an object of its own, { type: …, primaryKey: true }? "
            "Sequelize writes the column's name into it.",
        ),
        (
            sorted(model["key"]) == _KEYS[name],
            f"the key of {name}: {key}",
            ", ".join(_KEYS[name]),
            _why_this_key(name, model["key"]),
        ),
        (_COLUMNS[name].keys() <= model["columns"].keys(), columns, wanted, _SPELT),
    ]:
        judge.that(ok, called=_DEFINE, got=got, expected=expected, likely=likely)
    for column, good in _COLUMNS[name].items():
        kind = model["columns"][column]
        judge.that(
            _ALSO.get(kind, kind) == good,
            called=_DEFINE,
            got=f"{name}.{column} is {kind}",
            expected=good,
            likely=f"DataTypes.{good}, as the text describes the column.",
        )


def _why_this_key(name: str, key: Sequence[str]) -> Likely:
    return [
        (
            key == ["id"],
            "Sequelize adds an id to a model that has no key: mark the columns of the key, "
            "primaryKey: true.",
        ),
        (
            name == "Ticket",
            "the key of Ticket is performance_id and seat together, no more: by another key two "
            "tickets may be taken for one.",
        ),
        (True, "primaryKey: true stands in each column of the key, and in no other."),
    ]


def _is_connected(
    judge: Judge, ways: Mapping[str, Sequence[str]], way: str, good: Sequence[str]
) -> None:
    got, (owner, _, alias) = ways.get(way, ()), way.partition(".")
    kind, key, _ = [*got, "", "", ""][:3]
    judge.that(
        got == good,
        called=_DEFINE,
        got=f"{way} is {' '.join(got)}" if got else f"associations: {', '.join(ways) or 'none'}",
        expected=f"{way}, {' '.join(good)} (kind, foreign key, table)",
        likely=[
            (
                not ways,
                "no association is on the models: connect them by hasMany, hasOne, belongsTo.",
            ),
            (
                not got,
                f"there is no association under this name: is `as` spelt {alias}, and does it "
                f"start from {owner}?",
            ),
            (
                kind != good[0] == "BelongsTo",
                f"{owner} has the foreign key: so it belongs to the other.",
            ),
            (
                kind == "BelongsTo" != good[0],
                "the other table has the foreign key: a customer has one profile, an order many "
                "tickets, and belongs to none of them.",
            ),
            (kind != good[0], "hasOne gives one object, hasMany a list."),
            (key != good[1], f"the foreign key is {good[1]}, the name of a column."),
            (True, "another model stands at its other end."),
        ],
    )


# --- The page ---------------------------------------------------------------------------------


def why_it_failed(failed: str) -> Likely:
    """The causes of an error of `page`."""
    return [
        (
            "must use the 'as' keyword" in failed or "not associated to" in failed,
            'name the association: include: "tickets", or { association: … }.',
        ),
        (
            "Association with alias" in failed,
            "include names the `as` of an association that starts from this model: customer and "
            "tickets of an order, profile of a customer.",
        ),
        (
            "Order must be" in failed or re.search(r"column \S+\.(ASC|DESC) does", failed),
            'order is a list of pairs: order: [["id", "DESC"]].',
        ),
        ("does not exist" in failed, _SPELT),
        ("sales.page is not a function" in failed, _EXPORT),
        (True, _COMPARE),
    ]


def why_other_orders(ids: Sequence[int], want: Sequence[int], newest: int) -> Likely:
    """The causes of orders that are not those of the join, or in another order."""
    return [
        (
            len(set(ids)) < len(ids),
            "an order comes more than once: raw: true gives rows of the join, not models.",
        ),
        (
            newest - 1 not in ids and newest in ids,
            "the order without tickets is missing: `required: true` makes an inner join of an "
            "include.",
        ),
        (
            newest - 2 not in ids and newest in ids and len(want) > 2,
            "the order whose customer has no profile is missing: `required: true` makes an inner "
            "join of an include.",
        ),
        (
            ids and ids == want[: len(ids)],
            "the limit counted rows of the join, or ids that are not there: subQuery stays as it "
            "is, and limit is count.",
        ),
        (
            len(ids) == len(want) and min(ids) == 1 < min(want),
            'these are the oldest: order by id, "DESC".',
        ),
        (sorted(ids) == sorted(want), 'the newest first: order by id, "DESC".'),
        (
            True,
            "the orders with the highest id (not the latest date), each once, the highest first.",
        ),
    ]


def has_all_parts(
    judge: Judge, called: str, orders: Sequence[Mapping[str, Any]], expected: Rows
) -> None:
    """Each order comes with customer, profile and tickets, as the join shows them."""
    for order in orders:
        customer, tickets = order.get("customer"), order.get("tickets")
        named = f"{called}, the order {order['id']}"
        if not (isinstance(customer, dict) and "profile" in customer and isinstance(tickets, list)):
            judge.that(
                False,
                called=named,
                got=order,
                expected="with customer, customer.profile and tickets",
                likely=_why_a_part_is_missing(customer, tickets),
            )
            continue
        profile = customer["profile"] and {"town": customer["profile"].get("town")}
        fields = ("performance_id", "seat", "pence")
        sold = sorted(tuple(one.get(field) for field in fields) for one in tickets)
        row = (order["id"], order.get("placed"), customer.get("name"), profile, sold)
        good = expected[order["id"]]
        judge.equal(
            row,
            good,
            called=named,
            likely=[
                (
                    row[4] != good[4],
                    "an order's own tickets, all of them, with performance_id, seat and pence.",
                ),
                (row[3] != good[3], "another profile than this customer's."),
                (True, "placed or the customer's name is another row's value."),
            ],
        )


def _why_a_part_is_missing(customer: object, tickets: object) -> Likely:
    return [
        (
            not isinstance(tickets, list),
            "tickets is missing: include it under this name.",
        ),
        (
            not isinstance(customer, dict),
            "customer is missing: include it under this name.",
        ),
        (True, "the customer's profile is missing: an include may hold an include."),
    ]


def why_so_many(sent: Sequence[str], count: int) -> Likely:
    """The causes of more than one statement."""
    return [
        (
            len(sent) > count,
            "each order asks for itself, by an await in a loop or by Promise.all over a map. Put "
            "it into include.",
        ),
        (
            len(sent) == 2 and "IN (" in sent[-1],
            "the many were asked for a second time (`separate: true` does): include joins them.",
        ),
        (
            True,
            "all in one findAll: include may hold several, and an include may hold another.",
        ),
    ]
