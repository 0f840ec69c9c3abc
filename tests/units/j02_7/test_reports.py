"""What J02.7 says of models, tables and orders, by the reports that its programs print of them.

Each report is what the program has printed of such an answer; a start of Node for each of them,
as the slips of the unit take, costs a second of CPU.
"""

import copy
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from labs.judges import CheckFailed, judging
from labs.units.j02_7 import reports, sequelize_page, typeorm_page

MODELS: Mapping[str, Any] = {
    "Customer": {
        "table": "customer",
        "columns": {"id": "INTEGER", "name": "TEXT"},
        "key": ["id"],
        "spelt": [],
        "ways": {"profile": ["HasOne", "customer_id", "customer_profile"]},
    },
    "Order": {
        "table": "orders",
        "columns": {"id": "INTEGER", "placed": "TEXT", "customer_id": "INTEGER"},
        "key": ["id"],
        "spelt": [],
        "ways": {
            "customer": ["BelongsTo", "customer_id", "customer"],
            "tickets": ["HasMany", "order_id", "ticket"],
        },
    },
    "Profile": {
        "table": "customer_profile",
        "columns": {"customer_id": "INTEGER", "town": "TEXT"},
        "key": ["customer_id"],
        "spelt": [],
        "ways": {},
    },
    "Ticket": {
        "table": "ticket",
        "columns": {
            "performance_id": "INTEGER",
            "seat": "INTEGER",
            "pence": "INTEGER",
            "order_id": "INTEGER",
        },
        "key": ["performance_id", "seat"],
        "spelt": [],
        "ways": {},
    },
}

ORDERS = "CREATE TABLE orders (id integer PRIMARY KEY NOT NULL, placed text NOT NULL)"
KEY = "PRIMARY KEY (performance_id, seat)"
LINK = "order_id integer NOT NULL REFERENCES orders (id)"


def of_models(changed: str, **more: object) -> None:
    """Judge the models, of which one is changed."""
    models = copy.deepcopy(dict(MODELS))
    models[changed].update(more)
    with judging("E2") as judge:
        sequelize_page.has_its_models(judge, {"models": models})


def of_tables(*of_ticket: str, failed: str = "") -> None:
    """Judge a migration by which ticket gets these columns and constraints."""
    columns = "performance_id integer NOT NULL, seat integer NOT NULL, pence integer NOT NULL"
    up = [ORDERS, f"CREATE TABLE ticket ({', '.join([columns, *of_ticket])})"]
    step = {"step": "rows", "failed": failed} if failed else {}
    with judging("E3") as judge:
        typeorm_page.is_migrated(judge, {"missing": [], "up": up, **step})


def test_right_reports_are_accepted() -> None:
    of_models("Ticket")
    of_tables(LINK, KEY)


@pytest.mark.parametrize(
    ("model", "more", "says"),
    [
        (
            "Order",
            {"ways": MODELS["Order"]["ways"] | {"customer": ["HasOne", "customer_id", "customer"]}},
            "Order has the foreign key",
        ),
        (
            "Profile",
            {
                "columns": {"id": "INTEGER", "town": "TEXT", "customer_id": "INTEGER"},
                "key": ["id"],
            },
            "Sequelize adds an id to a model that has no key",
        ),
        (
            "Ticket",
            {"columns": MODELS["Ticket"]["columns"] | {"createdAt": "DATE", "updatedAt": "DATE"}},
            "unless you say timestamps: false",
        ),
        ("Ticket", {"key": ["performance_id"]}, "performance_id and seat together"),
        ("Profile", {"columns": {"customer_id": "INTEGER", "town": "INTEGER"}}, "DataTypes.TEXT"),
    ],
    ids=["customer_has_one", "no_key", "timestamps", "short_key", "town_a_number"],
)
def test_models_of_another_kind_are_refused(model: str, more: dict[str, object], says: str) -> None:
    with pytest.raises(CheckFailed) as refused:
        of_models(model, **more)
    assert says in " ".join(str(refused.value).split())


@pytest.mark.parametrize(
    ("of_ticket", "failed", "says"),
    [
        (
            [KEY],
            "QueryFailedError: table ticket has no column named order_id ",
            "@OneToMany alone makes no column",
        ),
        (["order_id integer REFERENCES orders (id)", KEY], "", "{ nullable: false } in @ManyToOne"),
        (
            [LINK, "PRIMARY KEY (performance_id)"],
            "QueryFailedError: UNIQUE constraint failed: ticket.performance_id ",
            "@PrimaryColumn stands before each column of the key",
        ),
        (
            ["orderId integer NOT NULL REFERENCES orders (id)", KEY],
            "",
            "the column is called orderId",
        ),
        ([LINK, "band smallint NOT NULL", KEY], "", "no column more than the text names"),
    ],
    ids=["no_many_to_one", "nullable", "short_key", "no_join_column", "one_column_more"],
)
def test_tables_of_another_kind_are_refused(of_ticket: list[str], failed: str, says: str) -> None:
    with pytest.raises(CheckFailed) as refused:
        of_tables(*of_ticket, failed=failed)
    assert says in " ".join(str(refused.value).split())


# --- pages ------------------------------------------------------------------------------------

WANT = [9, 8, 7, 5]
"""The orders of a page of E2; 8 has no tickets, 7 a customer without a profile, 6 is gone."""

FIRST = [1, 2, 3, 5]
"""The orders of a page of E3; 3 has no tickets, 4 is gone."""

WHY = {
    "E2": (WANT, partial(sequelize_page.why_other_orders, want=WANT, newest=9)),
    "E3": (FIRST, partial(typeorm_page.why_other_orders, want=FIRST)),
}


@pytest.mark.parametrize(
    ("exercise", "orders", "says"),
    [
        ("E2", [9, 7, 5, 4], "the order without tickets is missing"),
        ("E2", [9, 8, 5, 4], "the order whose customer has no profile is missing"),
        ("E2", [9], "the limit counted rows of the join"),
        ("E2", [9, 9, 8, 7], "an order comes more than once"),
        ("E2", [1, 2, 3, 4], "these are the oldest"),
        ("E2", [5, 7, 8, 9], "the newest first"),
        ("E3", [1, 2, 5, 6], "an inner join leaves it out"),
        ("E3", [1, 2], "limit counts rows of the join"),
        ("E3", [5, 3, 2, 1], "lowest first"),
        ("E3", [2, 3, 5, 6], "not the earliest date"),
    ],
)
def test_other_orders_are_refused(exercise: str, orders: list[int], says: str) -> None:
    assert says in refused(exercise, [{"id": number} for number in orders])


@pytest.mark.parametrize("orders", [[{"o_id": 1}] * 4, [1, 2, 3, 5]], ids=["rows", "numbers"])
def test_what_is_no_order_is_refused(orders: list[object]) -> None:
    assert "return the models as they were found" in refused("E3", orders)


def refused(exercise: str, orders: list[object]) -> str:
    """What is said of these orders."""
    want, why = WHY[exercise]
    page = {"orders": orders, "loaded": want}
    with pytest.raises(CheckFailed) as raised, judging(exercise) as judge:
        reports.has_these_orders(judge, "page(…)", page, want, why)
    return " ".join(str(raised.value).split())


TICKET = {"performance_id": 1, "seat": 2, "pence": 900}
SOLD = [(1, 2, 900)]
CUSTOMER = {"name": "Ada", "profile": None}


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ({"customer": {"name": "Ada"}, "tickets": [TICKET]}, "the customer's profile is missing"),
        ({"tickets": [TICKET]}, "customer is missing"),
        ({"customer": CUSTOMER}, "tickets is missing"),
        ({"customer": CUSTOMER, "tickets": []}, "an order's own tickets"),
        ({"customer": CUSTOMER | {"profile": {"town": "Ayr"}}, "tickets": [TICKET]}, "profile"),
    ],
)
def test_parts_that_are_missing_in_e2_are_named(order: dict[str, object], says: str) -> None:
    expected = {7: (7, "2026-05-07", "Ada", None, SOLD)}
    orders = [{"id": 7, "placed": "2026-05-07", **order}]
    with pytest.raises(CheckFailed) as raised, judging("E2") as judge:
        sequelize_page.has_all_parts(judge, "page(…)", orders, expected)
    assert says in " ".join(str(raised.value).split())


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ({}, "the tickets were not loaded: name them in relations"),
        ({"__tickets__": [TICKET]}, "a lazy list is a promise"),
        ({"tickets": []}, "an order's own tickets"),
        ({"tickets": [{"performance_id": 1, "seat": 2}]}, "pence was not loaded"),
    ],
)
def test_tickets_that_are_missing_in_e3_are_named(order: dict[str, object], says: str) -> None:
    given = typeorm_page.Given([(7, "2026-05-07")], [(*SOLD[0], 7)])
    orders = [{"id": 7, "placed": "2026-05-07", **order}]
    with pytest.raises(CheckFailed) as raised, judging("E3") as judge:
        typeorm_page.has_their_tickets(judge, "page(…)", orders, given)
    assert says in " ".join(str(raised.value).split())
