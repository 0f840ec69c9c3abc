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


@pytest.mark.parametrize(
    ("orders", "says"),
    [
        ([{"id": 1}, {"id": 2}, {"id": 4}], "an inner join leaves it out"),
        ([{"id": 3}, {"id": 2}, {"id": 1}], "lowest first"),
        ([{"o_id": 1}, {"o_id": 2}, {"o_id": 3}], "return the models as they were found"),
        ([1, 2, 3], "return the models as they were found"),
    ],
    ids=["inner_join", "other_order", "raw_rows", "numbers"],
)
def test_other_orders_are_refused(orders: list[object], says: str) -> None:
    page = {"orders": orders, "loaded": [1, 2, 3]}
    want = [1, 2, 3]
    why = partial(typeorm_page.why_other_orders, want=want)
    with pytest.raises(CheckFailed) as refused, judging("E3") as judge:
        reports.has_these_orders(judge, "page(db, 3)", page, want, why)
    assert says in " ".join(str(refused.value).split())
