"""What a query costs: SQLite's plan and steps, PostgreSQL's nodes and rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from labs.judges import plans
from labs.servers import Postgres


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript("""
        CREATE TABLE show (id INTEGER PRIMARY KEY, title TEXT);
        CREATE TABLE ticket (id INTEGER PRIMARY KEY, show_id INTEGER, pence INTEGER);
        CREATE INDEX ticket_by_show ON ticket (show_id);
    """)
    connection.executemany("INSERT INTO show VALUES (?, ?)", [(n, f"S{n}") for n in range(100)])
    connection.executemany(
        "INSERT INTO ticket (show_id, pence) VALUES (?, 900)", [(n % 100,) for n in range(5_000)]
    )
    yield connection
    connection.close()


def test_a_plan_has_a_line_for_each_step_indented_by_depth(db: sqlite3.Connection) -> None:
    lines = plans.plan(db, "SELECT * FROM ticket WHERE show_id = :show", {"show": 7})
    assert lines == ["SEARCH ticket USING INDEX ticket_by_show (show_id=?)"]
    nested = plans.plan(
        db, "SELECT title, (SELECT sum(pence) FROM ticket WHERE show_id = show.id) FROM show"
    )
    assert nested[0] == "SCAN show"
    assert nested[-1].startswith("  SEARCH ticket")


@pytest.mark.parametrize(
    ("sql", "scanned"),
    [
        ("SELECT * FROM ticket WHERE pence = 900", ["ticket"]),
        ("SELECT * FROM ticket AS t WHERE t.pence = 900", ["ticket"]),
        ("SELECT count(*) FROM ticket WHERE abs(show_id) = 7", ["ticket"]),
        ("SELECT * FROM ticket WHERE show_id = 7", []),
        ("SELECT * FROM show s JOIN ticket t ON t.show_id = s.id WHERE s.id = 3", []),
        ("SELECT s.id FROM show s CROSS JOIN ticket t ON t.show_id = s.id", ["show"]),
        ("SELECT * FROM (SELECT show_id FROM ticket WHERE show_id = 7 LIMIT 9) ticket", []),
        ("WITH few AS (SELECT id FROM show WHERE id < 3 LIMIT 2) SELECT * FROM few", []),
    ],
)
def test_a_scan_is_told_by_the_tables_name(
    db: sqlite3.Connection, sql: str, scanned: list[str]
) -> None:
    assert plans.scans(db, sql) == scanned


def test_steps_grow_with_the_rows_that_are_read_and_are_the_same_each_time(
    db: sqlite3.Connection,
) -> None:
    few = plans.steps(db, "SELECT pence FROM ticket WHERE show_id = ?", (7,))
    many = plans.steps(db, "SELECT pence FROM ticket WHERE abs(show_id) = ?", (7,))
    assert 50 * 2 < few < 1_000
    assert many > 5_000 * 2
    assert plans.steps(db, "SELECT pence FROM ticket WHERE show_id = ?", (7,)) == few


@pytest.mark.parametrize(
    "uneven",
    [
        "SELECT title FROM show LIMIT 7",
        "SELECT title FROM show LIMIT 7;",
        "SELECT title FROM show LIMIT 7 -- as it stands",
    ],
)
def test_a_run_counts_nothing_of_the_run_before(db: sqlite3.Connection, uneven: str) -> None:
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.deserialize(db.serialize())  # whose schema nobody has read yet
        assert len({plans.steps(fresh, uneven) for _ in range(6)}) == 1


def test_the_statement_log_shows_values_and_ends_with_its_block(db: sqlite3.Connection) -> None:
    with plans.statements(db) as log:
        db.execute("SELECT title FROM show WHERE id = ?", (3,))
    db.execute("SELECT 1")
    assert log == ["SELECT title FROM show WHERE id = 3"]


def test_postgresql_tells_its_nodes_and_the_rows_they_touched() -> None:
    with Postgres.start() as server, server.client(autocommit=True) as db:
        db.execute("CREATE TABLE ticket (id integer PRIMARY KEY, band text)")
        db.execute("INSERT INTO ticket SELECT n, 'A' FROM generate_series(1, 5000) n")
        db.execute("ANALYZE ticket")
        whole = plans.explain_analyze(db, "SELECT id FROM ticket WHERE band = %s", ("B",))
        one = plans.explain_analyze(db, "SELECT band FROM ticket WHERE id = 7")
    assert whole.full_scans == ["ticket"]
    assert (whole.nodes[0].rows, whole.rows_touched) == (0, 5_000)
    assert one.types == ["Index Scan"]
    assert (one.nodes[0].index, one.rows_touched, one.full_scans) == ("ticket_pkey", 1, [])
