"""The season in tables, in PostgreSQL: each fact stands once."""

from typing import Any

import psycopg

from labs.servers import Postgres
from labs.units.j02_6.stores.season import VENUE, Sale, VenueSeason
from labs.units.j02_6.stores.store import Page, Store

_SCHEMA = """
DROP TABLE IF EXISTS basket, ticket, review, price, performance, show, venue;
CREATE TABLE venue (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE show (id int PRIMARY KEY, title text NOT NULL UNIQUE);
CREATE TABLE performance (
    id int PRIMARY KEY,
    show_id int NOT NULL REFERENCES show,
    venue_id int NOT NULL REFERENCES venue,
    starts text NOT NULL
);
CREATE TABLE price (
    performance_id int REFERENCES performance, band text, pence int NOT NULL CHECK (pence > 0),
    PRIMARY KEY (performance_id, band)
);
CREATE TABLE review (performance_id int NOT NULL REFERENCES performance, words text NOT NULL);
CREATE TABLE ticket (
    performance_id int REFERENCES performance, seat int, pence int NOT NULL CHECK (pence > 0),
    PRIMARY KEY (performance_id, seat)
);
CREATE TABLE basket (visitor int PRIMARY KEY, ends timestamptz NOT NULL);
"""


class Tables(Store):
    """PostgreSQL."""

    kind = Postgres

    def __init__(self, url: str) -> None:
        # Preparing a statement at its fifth run would be a round trip more.
        self.db = psycopg.connect(url, autocommit=True, prepare_threshold=None)

    def rows(self, sql: str, *values: object) -> list[Any]:
        return self.db.execute(sql.encode(), values).fetchall()

    def load(self, season: VenueSeason) -> None:
        evenings = range(1, 1 + season.evenings)
        rows: dict[str, list[tuple[object, ...]]] = {
            "venue": [(1, VENUE)],
            "show": list(enumerate(season.titles)),
            "performance": [(n, (n - 1) % season.shows, 1, season.starts(n)) for n in evenings],
            "price": [(n, *price) for n in evenings for price in season.prices().items()],
            "review": [(n, words) for n in evenings for words in season.reviews(n)],
            "ticket": [(sale.performance, sale.seat, sale.pence) for sale in season.every_sale()],
        }
        with self.db.transaction(), self.db.cursor() as cursor:
            cursor.execute(_SCHEMA)
            for table, values in rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                    for row in values:
                        copy.write_row(row)

    def page(self, performance: int) -> Page:
        [head] = self.rows(
            "SELECT title, name, starts FROM performance JOIN show ON show.id = show_id"
            " JOIN venue ON venue.id = venue_id WHERE performance.id = %s",
            performance,
        )
        prices = self.rows("SELECT band, pence FROM price WHERE performance_id = %s", performance)
        reviews = self.rows("SELECT words FROM review WHERE performance_id = %s", performance)
        page: Page = dict(zip(("title", "venue", "starts"), head, strict=True))
        return page | {"prices": dict(prices), "reviews": [words for (words,) in reviews]}

    def rename(self, old: str, new: str) -> int:
        return self.db.execute("UPDATE venue SET name = %s WHERE name = %s", (new, old)).rowcount

    def sell(self, sale: Sale) -> bool:
        try:
            self.db.execute(
                "INSERT INTO ticket (performance_id, seat, pence) VALUES (%s, %s, %s)",
                (sale.performance, sale.seat, sale.pence),
            )
        except psycopg.IntegrityError:
            return False
        return True

    def sold(self) -> int:
        return int(self.rows("SELECT count(*) FROM ticket")[0][0])

    def takings(self) -> tuple[dict[str, int], int]:
        rows = self.rows(
            "SELECT title, sum(ticket.pence) FROM ticket"
            " JOIN performance ON performance.id = performance_id"
            " JOIN show ON show.id = show_id GROUP BY title"
        )
        return dict(rows), len(rows)

    def hold(self, visitor: int, milliseconds: int) -> None:
        self.db.execute(
            "INSERT INTO basket VALUES (%s, now() + %s * interval '1 millisecond')",
            (visitor, milliseconds),
        )

    def baskets(self) -> int:
        return int(self.rows("SELECT count(*) FROM basket")[0][0])

    def close(self) -> None:
        self.db.close()
