"""A season as tables in SQLite, and the tables of such a database as CSV."""

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from labs.datasets.chance import Chance
from labs.datasets.people import people
from labs.datasets.sales import orders_of, payments_for, profiles, text_of
from labs.datasets.season import Season

Row = tuple[int | str | None, ...]

TABLES = (
    *("venue", "venue_band", "show", "performance", "price", "customer", "customer_profile"),
    *("orders", "ticket", "payment", "refund", "sold"),
)
TOTALS = "INSERT INTO sold SELECT performance_id, band, count(*) FROM ticket GROUP BY 1, 2"
_SCHEMA = Path(__file__).with_name("core.sql")
_INDEXES = Path(__file__).with_name("core_indexes.sql")


def build(path: Path, season: Season) -> None:
    """Write `core` as a SQLite file to `path`, where nothing may be yet."""
    with closing(sqlite3.connect(path)) as db:
        # A file that is not finished is thrown away, so it needs no journal; and its content is
        # compared with a checksum, so that CHECKs, a third of the time, are only for later rows.
        db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            "PRAGMA ignore_check_constraints = ON;"
        )
        fill(db, season)


def fill(db: sqlite3.Connection, season: Season) -> None:
    """Create the tables of core.sql in an empty database, with the rows of a season."""
    db.executescript(_SCHEMA.read_text("utf-8"))
    for table, rows in _rows(season):
        marks = ", ".join("?" * len(columns(db, table)))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our names
    db.execute(TOTALS)
    db.commit()
    db.executescript(_INDEXES.read_text("utf-8"))


def _rows(season: Season) -> Iterator[tuple[str, Iterable[Row]]]:
    """The tables in an order in which no row refers to one that comes later."""
    evenings = season.performances
    yield "venue", enumerate(season.venues, 1)
    yield (
        "venue_band",
        ((id_, *band) for id_, bands in season.bands.items() for band in bands),
    )
    yield "show", enumerate(season.titles + season.planned, 1)
    yield "performance", ((e.id, e.show_id, e.venue_id, e.starts) for e in evenings)
    yield "price", ((e.id, band, pence) for e in evenings for band, pence in e.pence.items())
    persons = enumerate(people(season.customers, season.seed), 1)
    yield "customer", ((id_, *person) for id_, person in persons)
    yield "customer_profile", profiles(season)
    orders = list(enumerate(orders_of(season), 1))
    yield "orders", ((id_, order.customer_id, text_of(order.placed)) for id_, order in orders)
    tickets: list[Row] = [
        (order.party.performance.id, *seat, id_)
        for id_, order in orders
        for seat in order.party.seats
    ]
    yield "ticket", sorted(tickets)
    chance, refund_ids = Chance("payments", season.seed), count(1)
    payments: list[Row] = []
    refunds: list[Row] = []
    for order_id, order in orders:
        for pence, method, paid, refund, refunded in payments_for(order, chance):
            payments.append((len(payments) + 1, order_id, pence, method, text_of(paid)))
            if refund:
                refunds.append((next(refund_ids), len(payments), refund, text_of(refunded)))
    yield "payment", payments
    yield "refund", refunds


def columns(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table and their SQL types."""
    return {name: kind for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")}


def csv_of(db: sqlite3.Connection, table: str) -> Iterator[bytes]:
    """The table as CSV in pieces: UTF-8, LF, a header, rows in the order of the primary key.

    NULL is an empty field. A table without a key is ordered by all its columns.
    """
    info = db.execute(f"PRAGMA table_info({table})").fetchall()
    key = [name for position, name in sorted((row[5], row[1]) for row in info) if position]
    order = ", ".join(key or columns(db, table))
    rows = db.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 - our names
    piece: list[tuple[object, ...]] = [tuple(column[0] for column in rows.description)]
    while piece:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(piece)
        yield text.getvalue().encode()
        piece = rows.fetchmany(10_000)
