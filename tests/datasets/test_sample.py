"""A small box office in memory: every seed has every edge case."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from labs import datasets
from labs.datasets.database import TABLES, columns

RARE = {
    "a show without a performance": """
        SELECT 1 FROM show WHERE id NOT IN (SELECT show_id FROM performance)""",
    "a performance without tickets": """
        SELECT 1 FROM performance WHERE id NOT IN (SELECT performance_id FROM ticket)""",
    "a customer without orders": """
        SELECT 1 FROM customer WHERE id NOT IN (SELECT customer_id FROM orders)""",
    "a customer without a profile": """
        SELECT 1 FROM customer WHERE id NOT IN (SELECT customer_id FROM customer_profile)""",
    "a profile without a town": "SELECT 1 FROM customer_profile WHERE town IS NULL",
    "a newsletter that is not wanted": "SELECT 1 FROM customer_profile WHERE newsletter = 0",
    "an order that was wholly returned": """
        SELECT 1 FROM orders WHERE id NOT IN (SELECT order_id FROM ticket)""",
    "an order that was returned in part": """
        SELECT 1 FROM refund JOIN payment ON payment.id = payment_id
        WHERE order_id IN (SELECT order_id FROM ticket)""",
    "two payments for an order of several tickets": """
        SELECT 1 FROM payment WHERE order_id IN
            (SELECT order_id FROM ticket GROUP BY 1 HAVING count(*) > 1)
        GROUP BY order_id HAVING count(*) = 2""",
    "two orders of the same price": """
        SELECT 1 FROM (SELECT sum(pence) AS total FROM ticket GROUP BY order_id)
        GROUP BY total HAVING count(*) > 1""",
    "two customers who paid the same": """
        SELECT 1 FROM (SELECT sum(pence) AS total FROM ticket
            JOIN orders ON orders.id = order_id GROUP BY customer_id)
        GROUP BY total HAVING count(*) > 1""",
    "two performances with as many tickets": """
        SELECT 1 FROM (SELECT count(*) AS total FROM ticket GROUP BY performance_id)
        GROUP BY total HAVING count(*) > 1""",
    "a bank transfer": "SELECT 1 FROM payment WHERE method = 'transfer'",
    "a single voucher": """
        SELECT 1 FROM payment GROUP BY order_id HAVING count(*) = 1 AND max(method) = 'voucher'""",
    "two customers of one name": "SELECT 1 FROM customer GROUP BY name HAVING count(*) > 1",
    "a name with an apostrophe": "SELECT 1 FROM customer WHERE name LIKE '%''%'",
    "a name that is not ASCII": "SELECT 1 FROM customer WHERE name GLOB '*[^ -~]*'",
    "a performance of Dido": """
        SELECT 1 FROM performance JOIN show ON show.id = show_id WHERE title = 'Dido'""",
}


@pytest.fixture(scope="module")
def samples() -> Iterator[dict[int, sqlite3.Connection]]:
    made = {seed: datasets.sample(seed) for seed in range(1, 51)}
    yield made
    for db in made.values():
        db.close()


@pytest.mark.parametrize("case", RARE)
def test_every_seed_has(case: str, samples: dict[int, sqlite3.Connection]) -> None:
    without = [seed for seed, db in samples.items() if not db.execute(RARE[case]).fetchone()]
    assert without == []


def test_every_seed_is_small(samples: dict[int, sqlite3.Connection]) -> None:
    for db in samples.values():
        sizes = [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("venue", "show", "performance", "customer", "ticket")
        ]
        assert sizes[:4] == [6, 14, 60, 200]
        assert 700 < sizes[4] < 2_200


def test_no_venue_plays_two_shows_on_a_day(samples: dict[int, sqlite3.Connection]) -> None:
    days = "SELECT count(DISTINCT venue_id || substr(starts, 1, 10)) FROM performance"
    assert {db.execute(days).fetchone()[0] for db in samples.values()} == {60}


def test_a_seed_gives_the_same_rows_again(samples: dict[int, sqlite3.Connection]) -> None:
    with closing(datasets.sample(7)) as again:
        assert list(again.iterdump()) == list(samples[7].iterdump())


def test_another_seed_gives_other_titles_customers_and_tickets() -> None:
    with closing(datasets.sample(1)) as one, closing(datasets.sample(2)) as two:
        for table in ("venue", "show", "performance", "customer", "orders", "ticket", "payment"):
            query = f"SELECT * FROM {table}"  # noqa: S608
            assert one.execute(query).fetchall() != two.execute(query).fetchall()


def test_its_tables_are_those_of_core() -> None:
    with closing(datasets.sample()) as small, closing(datasets.open_core("tiny")) as core:
        assert {t: columns(small, t) for t in TABLES} == {t: columns(core, t) for t in TABLES}


def test_foreign_keys_are_enforced() -> None:
    with (
        closing(datasets.sample()) as db,
        pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"),
    ):
        db.execute("UPDATE ticket SET order_id = 0")


def test_each_call_gives_a_database_of_its_own() -> None:
    with closing(datasets.sample()) as mine, closing(datasets.sample()) as yours:
        mine.execute("DELETE FROM refund")
        assert yours.execute("SELECT count(*) > 0 FROM refund").fetchone() == (1,)
