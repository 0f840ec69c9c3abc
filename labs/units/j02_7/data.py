"""The small season that the pages of J02.7 show, and what a right page of it holds."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import StaticPool

from labs import datasets
from labs.servers import Postgres

_INDEX = "CREATE INDEX orders_by_customer ON orders (customer_id)"


def new_office(seed: int = 1) -> sqlite3.Connection:
    """A season with 200 customers, in memory."""
    office = datasets.sample(seed)
    office.execute(_INDEX)
    return office


def uneven_office(seed: int) -> sqlite3.Connection:
    """A season with traps: orders are gone, have no tickets or tickets of two evenings, or are
    dated otherwise than numbered.
    """
    office = new_office(seed)
    newest = newest_order(office)
    for gone in (5, newest - 5):
        for statement in (
            "DELETE FROM refund WHERE payment_id IN (SELECT id FROM payment WHERE order_id = ?)",
            "DELETE FROM payment WHERE order_id = ?",
            "DELETE FROM ticket WHERE order_id = ?",
            "DELETE FROM orders WHERE id = ?",
        ):
            office.execute(statement, (gone,))
    office.execute("DELETE FROM ticket WHERE order_id IN (3, ?)", (newest - 1,))
    unsold = "SELECT min(id) FROM performance WHERE id NOT IN (SELECT performance_id FROM ticket)"
    other_evening = f"UPDATE ticket SET performance_id = ({unsold}) WHERE seat % 2"  # noqa: S608
    office.execute(f"{other_evening} AND order_id IN (1, ?)", (newest,))
    early = "UPDATE orders SET placed = '2026-01-02T10:00' WHERE id % 7 = ?"
    office.execute(early, (newest % 7,))
    office.commit()
    return office


def newest_order(office: sqlite3.Connection) -> int:
    """The highest id of an order."""
    return int(office.execute("SELECT max(id) FROM orders").fetchone()[0])


def copy_office(office: sqlite3.Connection, db: Postgres) -> None:
    """Copy all tables into an empty PostgreSQL."""
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    tables = office.execute(made).fetchall()
    with db.client() as connection, connection.cursor() as cursor:
        for name, definition in tables:
            cursor.execute(definition.replace("WITHOUT ROWID", ""))
            with cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
                for row in office.execute(f"SELECT * FROM {name}"):  # noqa: S608 - our tables
                    copy.write_row(row)
        cursor.execute(_INDEX)


# --- As the notebook has it, where an answer may have changed it --------------------------------


def engine_on(office: sqlite3.Connection) -> Engine:
    """An engine that uses this one connection."""
    return create_engine("sqlite://", creator=lambda: office, poolclass=StaticPool)


def base_and_buyer() -> tuple[type[Any], type[Any]]:
    """A base of its own, and the class Buyer for the table customer."""

    class Model(DeclarativeBase):
        pass

    class Buyer(Model):
        __tablename__ = "customer"

        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]

    return Model, Buyer


def rows_of(sales: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All that the page of E1 shows."""
    rows = []
    for sale in sales:
        buyer = sale.buyer.name
        seats = [(ticket.performance_id, ticket.seat, ticket.pence) for ticket in sale.tickets]
        rows.append((sale.id, sale.placed, buyer, seats))
    return rows


# --- What a right page holds ----------------------------------------------------------------------

Rows = dict[int, tuple[Any, ...]]
"""What belongs to each order, by its id, in the order of the page."""


def sales_by_join(office: sqlite3.Connection, count: int) -> Rows:
    """The page of E1: id, placed, the buyer's name, tickets by seat, the highest first."""
    join = """
        SELECT o.id, o.placed, c.name, t.performance_id, t.seat, t.pence
        FROM (SELECT * FROM orders ORDER BY id DESC LIMIT ?) AS o
        JOIN customer AS c ON c.id = o.customer_id
        LEFT JOIN ticket AS t ON t.order_id = o.id
        ORDER BY o.id DESC, t.seat DESC
    """
    found: Rows = {}
    for number, placed, name, *ticket in office.execute(join, (count,)):
        row = found.setdefault(number, (number, placed, name, []))
        row[3].extend([tuple(ticket)] if ticket[0] else [])
    return found


def orders_by_join(db: Postgres, count: int) -> Rows:
    """The page of E2: id, placed, the customer's name, the profile or None, sorted tickets."""
    join = """
        SELECT o.id, placed, c.name, p.customer_id, town, performance_id, seat, t.pence
        FROM (SELECT * FROM orders ORDER BY id DESC LIMIT %s) AS o
        JOIN customer AS c ON c.id = o.customer_id
        LEFT JOIN customer_profile AS p ON p.customer_id = c.id
        LEFT JOIN ticket AS t ON t.order_id = o.id
        ORDER BY o.id DESC, performance_id, seat
    """
    found: Rows = {}
    with db.client() as client:
        for number, placed, name, has, town, *ticket in client.execute(join, (count,)):
            profile = has and {"town": town}
            row = found.setdefault(number, (number, placed, name, profile, []))
            row[4].extend([tuple(ticket)] if ticket[0] else [])
    return found
