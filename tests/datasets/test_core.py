"""D1: what the box office holds. Whether `lab` is what it was, its manifest says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pytest

from labs import datasets


@pytest.fixture(scope="module", params=["tiny", "lab"])
def db(request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    with closing(datasets.open_core(request.param)) as connection:
        yield connection


def number(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0])


def test_it_has_the_size_that_is_promised(db: sqlite3.Connection) -> None:
    counted = [number(db, f"SELECT count(*) FROM {t}") for t in ("venue", "show", "performance")]  # noqa: S608
    assert counted == [24, 240, 2_400]


def test_every_row_refers_to_rows_that_exist(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_sold_seat_exists_in_its_band_and_cost_its_price(db: sqlite3.Connection) -> None:
    wrong = """
        WITH edge AS (
            SELECT venue_id, band, sum(seats) OVER (PARTITION BY venue_id ORDER BY band) AS last,
                   seats
            FROM venue_band
        )
        SELECT count(*) FROM ticket
        JOIN performance ON performance.id = ticket.performance_id
        LEFT JOIN price USING (performance_id, band)
        LEFT JOIN edge ON edge.venue_id = performance.venue_id AND edge.band = ticket.band
        WHERE price.pence IS NOT ticket.pence
           OR seat > edge.last OR seat <= edge.last - edge.seats OR edge.last IS NULL"""
    assert number(db, wrong) == 0


def test_the_key_refuses_to_sell_a_seat_twice() -> None:
    with closing(sqlite3.connect(":memory:")) as copy, closing(datasets.open_core("tiny")) as db:
        db.backup(copy)
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed: ticket"):
            copy.execute("INSERT INTO ticket SELECT * FROM ticket LIMIT 1")


def test_no_venue_plays_two_shows_at_a_time(db: sqlite3.Connection) -> None:
    days = "SELECT count(DISTINCT venue_id || substr(starts, 1, 10)) FROM performance"
    assert number(db, days) == 2_400


def test_the_season_runs_from_tuesday_to_saturday(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT starts FROM performance")
    starts = [datetime.fromisoformat(text) for (text,) in rows]
    assert {start.weekday() for start in starts} == {1, 2, 3, 4, 5}
    assert (min(starts).year, min(starts).month) >= (2026, 9)
    assert (max(starts).year, max(starts).month) <= (2027, 6)


def test_dido_is_played_on_ten_evenings_from_its_premiere(db: sqlite3.Connection) -> None:
    evenings = db.execute(
        "SELECT performance.id FROM performance JOIN show ON show.id = show_id "
        "WHERE title = 'Dido' ORDER BY starts"
    )
    assert [id_ for (id_,) in evenings] == list(range(datasets.DIDO, datasets.DIDO + 10))


def test_saturdays_sell_better_than_tuesdays() -> None:
    with closing(datasets.open_core("lab")) as db:
        sold = dict(
            db.execute(
                "SELECT strftime('%w', starts), count(*) FROM ticket "
                "JOIN performance ON performance.id = performance_id GROUP BY 1"
            )
        )
    assert sold["6"] > 1.3 * sold["2"]


def test_some_evenings_are_sold_out_and_most_are_not() -> None:
    with closing(datasets.open_core("lab")) as db:
        full = number(
            db,
            "SELECT count(*) FROM (SELECT performance_id, count(*) AS sold FROM ticket GROUP BY 1)"
            " AS t JOIN performance ON performance.id = t.performance_id WHERE sold = "
            "(SELECT sum(seats) FROM venue_band WHERE venue_id = performance.venue_id)",
        )
    assert 20 <= full <= 240


def test_the_connection_cannot_write(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM ticket")


def test_the_running_totals_are_the_number_of_tickets(db: sqlite3.Connection) -> None:
    counted = "SELECT performance_id, band, count(*) FROM ticket GROUP BY 1, 2 ORDER BY 1, 2"
    totals = "SELECT * FROM sold ORDER BY 1, 2"
    assert db.execute(totals).fetchall() == db.execute(counted).fetchall() != []
