"""Relationships are read from the database, in whatever words its tables were made."""

import sqlite3

import pytest

from labs.judges import Relation, relations
from labs.servers import MariaDB, Postgres

MADE = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE);
CREATE TABLE profile (
    customer_id INTEGER PRIMARY KEY, town VARCHAR(80),
    FOREIGN KEY (customer_id) REFERENCES customer (id)
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL,
    FOREIGN KEY (customer_id) REFERENCES customer (id)
);
CREATE TABLE refund (
    id INTEGER PRIMARY KEY, order_id INTEGER UNIQUE, FOREIGN KEY (order_id) REFERENCES orders (id)
);
CREATE TABLE show_ (id INTEGER PRIMARY KEY);
CREATE TABLE liked (
    customer_id INTEGER NOT NULL, show_id INTEGER NOT NULL, PRIMARY KEY (show_id, customer_id),
    FOREIGN KEY (customer_id) REFERENCES customer (id), FOREIGN KEY (show_id) REFERENCES show_ (id)
);
"""
READ = (
    Relation("liked", ("customer_id",), "customer", "one-to-many", True),
    Relation("liked", ("show_id",), "show_", "one-to-many", True),
    Relation("orders", ("customer_id",), "customer", "one-to-many", True),
    Relation("profile", ("customer_id",), "customer", "one-to-one", True),
    Relation("refund", ("order_id",), "orders", "one-to-one", False),
)


def read(ddl: str) -> list[str]:
    with sqlite3.connect(":memory:") as db:
        db.executescript("CREATE TABLE venue (id INTEGER PRIMARY KEY, name TEXT UNIQUE);" + ddl)
        return [str(edge) for edge in relations(db)]


def test_sqlite_tells_its_relationships() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(MADE)
    found = relations(db)
    assert found.edges == READ
    assert found.many_to_many == (("customer", "show_", "liked"),)
    assert found.tables["refund"] == ("id", "order_id")
    assert found.keys["refund"] == (frozenset({"id"}), frozenset({"order_id"}))


def test_postgresql_tells_the_same() -> None:
    with Postgres.start() as server:
        with server.client(autocommit=True) as client:
            client.execute(MADE)
        found = relations(server.sqlalchemy_url)
    assert (found.edges, found.many_to_many) == (READ, (("customer", "show_", "liked"),))


def test_mariadb_tells_the_same() -> None:
    with MariaDB.start() as server:
        with server.client(autocommit=True) as client, client.cursor() as cursor:
            for statement in filter(str.strip, MADE.split(";")):
                cursor.execute(statement)
        found = relations(server.sqlalchemy_url)
    assert (found.edges, found.many_to_many) == (READ, (("customer", "show_", "liked"),))


@pytest.mark.parametrize(
    "ddl",
    [
        "CREATE TABLE f (id INTEGER PRIMARY KEY, venue_id INTEGER UNIQUE REFERENCES venue (id))",
        "CREATE TABLE f (venue_id INTEGER PRIMARY KEY REFERENCES venue)",
        "CREATE TABLE f (venue_id INT NOT NULL PRIMARY KEY REFERENCES venue) WITHOUT ROWID",
        "CREATE TABLE f (venue_id INT PRIMARY KEY, FOREIGN KEY (Venue_ID) REFERENCES VENUE)",
        'CREATE TABLE "f" ("venue_id" INT CONSTRAINT "one" UNIQUE REFERENCES "venue")',
        "CREATE TABLE f (venue_id INT REFERENCES venue); CREATE UNIQUE INDEX one ON f (venue_id)",
    ],
)
def test_one_to_one_in_any_style(ddl: str) -> None:
    assert read(ddl) == ["f.venue_id → venue: one-to-one"]


@pytest.mark.parametrize(
    "unique",
    [
        "",
        "CREATE INDEX one ON f (venue_id)",
        "CREATE UNIQUE INDEX one ON f (venue_id) WHERE id > 3",
        "CREATE UNIQUE INDEX one ON f (venue_id, id)",
        "CREATE UNIQUE INDEX one ON f (abs(venue_id))",
    ],
    ids=["none", "not unique", "partial", "wider", "of an expression"],
)
def test_without_a_key_over_its_columns_it_is_one_to_many(unique: str) -> None:
    table = "CREATE TABLE f (id INTEGER PRIMARY KEY, venue_id INTEGER REFERENCES venue (id));"
    assert read(table + unique) == ["f.venue_id → venue: one-to-many"]


def test_a_column_without_a_foreign_key_is_no_relationship() -> None:
    assert read("CREATE TABLE f (id INTEGER PRIMARY KEY, venue_id INTEGER NOT NULL UNIQUE)") == []


def test_two_foreign_keys_to_one_table_are_two_relationships() -> None:
    assert read(
        "CREATE TABLE move (old INT REFERENCES venue, new INT REFERENCES venue, UNIQUE (old, new))"
    ) == ["move.new → venue: one-to-many", "move.old → venue: one-to-many"]


def test_a_foreign_key_of_two_columns_is_one_relationship() -> None:
    assert read(
        "CREATE TABLE price (at INT, band TEXT, PRIMARY KEY (at, band));"
        "CREATE TABLE seat (n INTEGER PRIMARY KEY, at INT, band TEXT,"
        " FOREIGN KEY (at, band) REFERENCES price)"
    ) == ["seat.at+band → price: one-to-many"]


def test_pairs_that_may_repeat_do_not_make_many_to_many() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE venue (id INTEGER PRIMARY KEY); CREATE TABLE show (id INTEGER PRIMARY KEY);"
        "CREATE TABLE played (show_id INT REFERENCES show, venue_id INT REFERENCES venue)"
    )
    assert relations(db).many_to_many == ()
    db.execute("CREATE UNIQUE INDEX once ON played (venue_id, show_id)")
    assert relations(db).many_to_many == (("show", "venue", "played"),)


def test_an_open_transaction_stays_open() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE venue (id INTEGER PRIMARY KEY)")
    db.row_factory = lambda cursor, row: dict(enumerate(row))
    db.execute("INSERT INTO venue VALUES (1)")
    assert len(relations(db)) == 0
    assert db.in_transaction
