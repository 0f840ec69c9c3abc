"""D1: customers, orders and money, in every database that has the tables of core."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest

from labs import datasets


def oversold() -> sqlite3.Connection:
    return sqlite3.connect(datasets.oversold("tiny"))


SOURCES: dict[str, Callable[[], sqlite3.Connection]] = {
    "tiny": partial(datasets.open_core, "tiny"),
    "lab": partial(datasets.open_core, "lab"),
    "oversold": oversold,
    **{f"sample {seed}": partial(datasets.sample, seed) for seed in (1, 2, 3)},
}
CORE = ("tiny", "lab")


@pytest.fixture(params=SOURCES)
def db(request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    with closing(SOURCES[request.param]()) as connection:
        yield connection


def number(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0])


def share(db: sqlite3.Connection, part: str, whole: str) -> float:
    return number(db, f"SELECT count(*) FROM {part}") / number(db, f"SELECT count(*) FROM {whole}")  # noqa: S608


def test_money_and_tickets_agree_for_every_order(db: sqlite3.Connection) -> None:
    """INV-2."""
    wrong = """
        SELECT count(*) FROM orders
        LEFT JOIN (SELECT order_id, sum(pence) AS pence FROM ticket GROUP BY 1) AS price
            ON price.order_id = orders.id
        LEFT JOIN (
            SELECT order_id, sum(payment.pence - coalesce(refund.pence, 0)) AS pence
            FROM payment LEFT JOIN refund ON payment_id = payment.id GROUP BY 1
        ) AS paid ON paid.order_id = orders.id
        WHERE paid.pence IS NOT coalesce(price.pence, 0)"""
    assert number(db, wrong) == 0


def test_the_rows_keep_all_rules_of_the_schema(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]  # CHECK, UNIQUE, NOT NULL


def test_an_order_comes_before_its_payments_and_these_before_refunds_and_curtain(
    db: sqlite3.Connection,
) -> None:
    late = """
        SELECT count(*) FROM orders
        JOIN payment ON payment.order_id = orders.id
        LEFT JOIN refund ON refund.payment_id = payment.id
        LEFT JOIN (
            SELECT order_id, min(starts) AS starts FROM ticket
            JOIN performance ON performance.id = ticket.performance_id GROUP BY 1
        ) AS seats ON seats.order_id = orders.id
        WHERE placed >= paid OR paid >= refunded OR paid >= starts OR refunded >= starts"""
    assert number(db, late) == 0


def test_an_order_has_seats_of_one_performance(db: sqlite3.Connection) -> None:
    mixed = "SELECT order_id FROM ticket GROUP BY 1 HAVING count(DISTINCT performance_id) > 1"
    assert db.execute(mixed).fetchall() == []


def test_nobody_gets_back_more_than_was_paid(db: sqlite3.Connection) -> None:
    joined = "refund JOIN payment ON payment.id = payment_id WHERE refund.pence > payment.pence"
    assert number(db, f"SELECT count(*) FROM {joined}") == 0  # noqa: S608


def test_every_email_is_of_a_domain_that_is_reserved(db: sqlite3.Connection) -> None:
    addresses = [address for (address,) in db.execute("SELECT email FROM customer")]
    assert {address.split("@")[1] for address in addresses} <= {
        "example.org",
        "example.net",
        "example.com",
    }
    assert all(address.isascii() and address == address.lower() for address in addresses)


def test_some_names_need_care(db: sqlite3.Connection) -> None:
    names = [name for (name,) in db.execute("SELECT name FROM customer")]
    assert any("'" in name for name in names)
    assert any(not name.isascii() for name in names)
    assert len(set(names)) < len(names)


@pytest.mark.parametrize(
    ("scale", "customers", "orders"), [("tiny", 1_500, 3_500), ("lab", 20_000, 84_000)]
)
def test_core_has_the_size_that_is_promised(
    scale: datasets.Scale, customers: int, orders: int
) -> None:
    with closing(datasets.open_core(scale)) as db:
        assert number(db, "SELECT count(*) FROM customer") == customers
        assert number(db, "SELECT count(*) FROM orders") == pytest.approx(orders, rel=0.02)


@pytest.mark.parametrize("scale", CORE)
def test_the_planted_shares_are_what_is_said(scale: datasets.Scale) -> None:
    with closing(datasets.open_core(scale)) as db:
        twice = "(SELECT 1 FROM payment GROUP BY order_id HAVING count(*) = 2)"
        returned = (
            "(SELECT DISTINCT order_id FROM refund JOIN payment ON payment.id = payment_id"
            " WHERE order_id IN (SELECT order_id FROM ticket))"
        )
        gone = "(SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM ticket))"
        townless = "(SELECT 1 FROM customer_profile WHERE town IS NULL)"
        assert share(db, "customer_profile", "customer") == pytest.approx(0.9, abs=0.03)
        assert share(db, townless, "customer_profile") == pytest.approx(0.125, abs=0.03)
        assert share(db, twice, "orders") == pytest.approx(0.05, abs=0.01)
        assert share(db, returned, "orders") == pytest.approx(0.03, abs=0.01)
        assert share(db, gone, "orders") == pytest.approx(0.005, abs=0.002)


def test_a_few_customers_order_often_and_many_never() -> None:
    with closing(datasets.open_core("lab")) as db:
        orders = [
            count
            for (count,) in db.execute(
                "SELECT count(orders.id) FROM customer"
                " LEFT JOIN orders ON customer_id = customer.id"
                " GROUP BY customer.id ORDER BY 1 DESC"
            )
        ]
    assert 40 < orders[0] < 100
    assert sum(orders[:2_000]) > sum(orders) / 3
    assert orders.count(0) > 2_000


@pytest.mark.parametrize("scale", CORE)
def test_orders_are_numbered_in_the_order_of_time(scale: datasets.Scale) -> None:
    with closing(datasets.open_core(scale)) as db:
        placed = [moment for (moment,) in db.execute("SELECT placed FROM orders ORDER BY id")]
    assert placed == sorted(placed)


@pytest.mark.parametrize("scale", CORE)
def test_indexes_that_lessons_add_are_not_there(scale: datasets.Scale) -> None:
    with closing(datasets.open_core(scale)) as db:
        made = db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        assert made.fetchall() == [("ticket_by_band",)]


def test_the_twin_sells_fourteen_seats_of_dido_twice_and_no_other() -> None:
    for scale in CORE:
        with closing(sqlite3.connect(datasets.oversold(scale))) as db:
            twice = db.execute(
                "SELECT performance_id, count(*), count(DISTINCT order_id),"
                " count(DISTINCT customer_id), count(DISTINCT ticket.pence || band)"
                " FROM ticket JOIN orders ON orders.id = order_id"
                " GROUP BY performance_id, seat HAVING count(*) > 1"
            ).fetchall()
        assert twice == [(datasets.DIDO, 2, 2, 2, 1)] * 14


def test_the_twin_is_core_but_for_what_was_sold_again() -> None:
    with closing(oversold()) as db:
        db.execute("ATTACH ? AS original", (str(datasets.core("tiny")),))
        tables = [row[0] for row in db.execute("SELECT name FROM original.sqlite_master")]
        assert "ticket" in tables
        for table in ("customer", "refund", "venue", "price", "orders", "ticket", "payment"):
            gone = f"SELECT count(*) FROM (SELECT * FROM original.{table} EXCEPT SELECT * FROM main.{table})"  # noqa: S608, E501
            assert number(db, gone) == 0
        key = [row for row in db.execute("PRAGMA main.table_info(ticket)") if row[5]]
        assert key == []


def test_the_running_totals_of_the_twin_count_both_sales() -> None:
    with closing(oversold()) as db:
        counted = db.execute(
            "SELECT performance_id, band, count(*) FROM ticket GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
        assert db.execute("SELECT * FROM sold ORDER BY 1, 2").fetchall() == counted
