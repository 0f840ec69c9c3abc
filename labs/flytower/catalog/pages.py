"""A performance's page: the evening itself, and all evenings of its venue."""

import sqlite3

from pydantic import BaseModel


class Evening(BaseModel):
    """One performance in short; `from_pence` is the price of its cheapest seat left, if any."""

    id: int
    title: str
    starts: str
    seats_left: int
    from_pence: int | None


class Page(Evening):
    """One performance, and every evening of its venue in the order of time."""

    venue: str
    evenings: list[Evening]


_COUNTED = """
        SELECT performance.id AS performance_id, ticket.band, count(*) AS seats
        FROM performance JOIN ticket ON ticket.performance_id = performance.id
        WHERE performance.venue_id = (SELECT venue_id FROM here)
        GROUP BY performance.starts, ticket.band
"""
_RUNNING_TOTALS = "SELECT * FROM sold"
_EVENINGS = """
    WITH here AS (
        SELECT venue_id FROM performance WHERE id = ?
    ), taken AS ({taken}
    ), free AS (
        SELECT performance.*, price.pence, venue_band.seats - coalesce(taken.seats, 0) AS seats
        FROM performance
        JOIN venue_band ON venue_band.venue_id = performance.venue_id
        JOIN price ON price.performance_id = performance.id AND price.band = venue_band.band
        LEFT JOIN taken
            ON taken.performance_id = performance.id AND taken.band = venue_band.band
        WHERE performance.venue_id = (SELECT venue_id FROM here)
    )
    SELECT free.id, show.title, free.starts, sum(free.seats),
           min(free.pence) FILTER (WHERE free.seats > 0)
    FROM free JOIN show ON show.id = free.show_id
    GROUP BY free.starts
    ORDER BY free.starts
"""
_VENUE = """
    SELECT venue.name FROM venue JOIN performance ON performance.venue_id = venue.id
    WHERE performance.id = ?
"""


def compute_page(db: sqlite3.Connection, performance_id: int, totals: bool = False) -> Page | None:
    """The page as of now, or None if there is no such performance.

    Sold seats are counted ticket by ticket; with `totals`, the running totals are read instead.
    """
    venue = db.execute(_VENUE, (performance_id,)).fetchone()
    if venue is None:
        return None
    query = _EVENINGS.format(taken=_RUNNING_TOTALS if totals else _COUNTED)
    evenings = [
        Evening(id=id_, title=title, starts=starts, seats_left=seats_left, from_pence=from_pence)
        for id_, title, starts, seats_left, from_pence in db.execute(query, (performance_id,))
    ]
    this = next(evening for evening in evenings if evening.id == performance_id)
    return Page(**this.model_dump(), venue=venue[0], evenings=evenings)
