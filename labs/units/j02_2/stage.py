"""Box offices with traps in them: the sample, changed so that a slip gives other rows."""

import sqlite3

from labs import datasets
from labs.judges import queries


def equal_payments(seed: int) -> sqlite3.Connection:
    """Some of the largest payments that were not by card are equal."""
    db = queries.copied(datasets.sample, seed)
    db.execute("""
        INSERT INTO payment (order_id, pence, method, paid)
        SELECT order_id, pence, method, paid FROM payment
        WHERE method <> 'card' ORDER BY pence DESC LIMIT 3
    """)
    return db


def last_show_first(seed: int) -> sqlite3.Connection:
    """A show without a performance has the last id, and the first title."""
    db = queries.copied(datasets.sample, seed)
    db.execute("INSERT INTO show (title) VALUES ('A Winter Without Snow')")
    return db


def namesakes(seed: int) -> sqlite3.Connection:
    """Two customers of one name have fewer than eight orders each, and more together.

    All orders were placed in the same minute.
    """
    db = queries.copied(datasets.sample, seed)
    db.execute("UPDATE orders SET placed = '2026-10-01T12:00'")
    db.execute("""
        UPDATE customer SET name = 'Robin Vale' WHERE id IN (
            SELECT customer_id FROM orders GROUP BY customer_id
            HAVING count(*) BETWEEN 4 AND 7 ORDER BY customer_id LIMIT 2)
    """)
    return db


def quiet_pairs(seed: int) -> sqlite3.Connection:
    """Two evenings without a ticket, two with one; of each pair the later id starts first."""
    db = queries.copied(datasets.sample, seed)
    starts = db.execute("""
        SELECT p.id, p.starts FROM performance p JOIN ticket t ON t.performance_id = p.id
        GROUP BY p.id HAVING count(*) > 3 ORDER BY p.id
    """).fetchall()
    pairs = [(a, b) for a, at in starts for b, later in starts if a < b and at > later]
    empty = pairs[0]
    equal = next(pair for pair in pairs if not {*pair} & {*empty})
    for number, kept in ((empty[0], 0), (empty[1], 0), (equal[0], 1), (equal[1], 1)):
        db.execute(
            "DELETE FROM ticket WHERE performance_id = :number AND seat NOT IN "
            "(SELECT seat FROM ticket WHERE performance_id = :number LIMIT :kept)",
            {"number": number, "kept": kept},
        )
    db.executescript("""
        DELETE FROM sold;
        INSERT INTO sold SELECT performance_id, band, count(*) FROM ticket GROUP BY 1, 2;
    """)
    return db


def same_minute(seed: int) -> tuple[sqlite3.Connection, int]:
    """A box office with many orders of the same minute, and a customer with many orders.

    That customer has a town, and sees two shows at the same time; of these two performances the
    one with the smaller id has the later title.
    """
    db = queries.copied(datasets.sample, seed)
    db.execute("UPDATE orders SET placed = '2026-10-01T12:00' WHERE id % 2 = 0")
    (customer,) = db.execute("""
        SELECT o.customer_id FROM orders o JOIN customer_profile p USING (customer_id)
        WHERE p.town <> '' GROUP BY o.customer_id ORDER BY count(*) DESC, o.customer_id
    """).fetchone()
    visits = db.execute(
        """SELECT DISTINCT p.id, p.venue_id, s.title FROM ticket t
           JOIN performance p ON p.id = t.performance_id
           JOIN show s ON s.id = p.show_id
           WHERE t.order_id IN (SELECT id FROM orders WHERE customer_id = ?)""",
        (customer,),
    ).fetchall()
    together = next(
        (a, b)
        for a, venue, title in visits
        for b, other, earlier in visits
        if a < b and venue != other and title > earlier
    )
    db.execute("UPDATE performance SET starts = '2026-10-02T18:45' WHERE id IN (?, ?)", together)
    return db, customer


def seat_of_two_evenings(seed: int) -> tuple[sqlite3.Connection, int]:
    """A box office, and an order in it that has the same seat on two evenings.

    It was paid in two payments; another order of its customer in two equal ones. What was paid
    is not what the seats cost, and the later an order, the smaller its id.
    """
    db = queries.copied(datasets.sample, seed)
    db.execute(
        "UPDATE orders SET placed = strftime('%Y-%m-%dT%H:%M', '2026-10-14', -id || ' hours')"
    )
    db.execute("UPDATE ticket SET pence = pence + 10 WHERE seat % 2 = 0")
    (equal,), (twice,), *_ = db.execute("""
        SELECT order_id FROM payment GROUP BY order_id HAVING count(*) > 1
        INTERSECT SELECT order_id FROM ticket GROUP BY order_id HAVING count(*) > 1
        ORDER BY order_id
    """).fetchall()
    db.execute("UPDATE payment SET pence = 1700 WHERE order_id = ?", (equal,))
    db.execute(
        "UPDATE orders SET customer_id = (SELECT customer_id FROM orders WHERE id = ?) "
        "WHERE id = ?",
        (twice, equal),
    )
    (evening, seat), (_, other), *_ = db.execute(
        "SELECT performance_id, seat FROM ticket WHERE order_id = ?", (twice,)
    ).fetchall()
    (free,) = db.execute(
        "SELECT id FROM performance "
        "WHERE id NOT IN (SELECT performance_id FROM ticket WHERE seat = ?) LIMIT 1",
        (seat,),
    ).fetchone()
    db.execute(
        "UPDATE ticket SET performance_id = ?, seat = ? WHERE performance_id = ? AND seat = ?",
        (free, seat, evening, other),
    )
    return db, twice


def next_year(seed: int) -> sqlite3.Connection:
    """Each table has one column more."""
    db = queries.copied(datasets.sample, seed)
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        db.execute(f"ALTER TABLE {table} ADD COLUMN added_next_year TEXT")
    return db


def indexed_as(season: sqlite3.Connection, seed: int) -> sqlite3.Connection:
    """The sample with the indexes that the season has."""
    db = queries.copied(datasets.sample, seed)
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    there = dict(db.execute(made))
    for name, statement in season.execute(made).fetchall():
        if name not in there:
            db.execute(statement)
    return db


def paid_backwards(season: sqlite3.Connection, seed: int) -> sqlite3.Connection:
    """The later a payment, the smaller its id; order 12 was paid in four."""
    db = indexed_as(season, seed)
    db.executemany(
        "INSERT INTO payment (order_id, pence, method, paid) VALUES (12, ?, 'card', '')",
        [(1900,), (700,), (1900,)],
    )
    db.execute(
        "UPDATE payment SET paid = strftime('%Y-%m-%dT%H:%M', '2026-10-14', -id || ' hours')"
    )
    return db


def busy_minutes(season: sqlite3.Connection, seed: int) -> sqlite3.Connection:
    """Orders in the first and the last minute of a day, and just before and after it.

    Their ids fall as their times rise.
    """
    db = indexed_as(season, seed)
    times = ["09-30T23:59", "10-01T00:00", "10-01T12:30", "10-01T23:59", "10-02T00:00"]
    db.executemany(
        "UPDATE orders SET placed = '2026-' || ? WHERE id = ?",
        [(time, 40 - 3 * number) for number, time in enumerate(times)],
    )
    return db


def bare_day(day: str) -> sqlite3.Connection:
    """Order 7 has the day itself as its time, all others have noon."""
    db = queries.copied(datasets.sample, 1)
    db.execute("UPDATE orders SET placed = ? || iif(id = 7, '', 'T12:00')", (day,))
    return db
