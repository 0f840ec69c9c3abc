"""How SQL is judged: by its rows, beside what misconceptions give, and by its clauses."""

import sqlite3
from collections.abc import Iterator

import pytest

from labs.judges import CheckFailed, judging, queries

ORDERS = "SELECT o.id, sum(p.pence) FROM orders o JOIN payment p ON p.order_id = o.id GROUP BY o.id"


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript("""
        CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE payment (id INTEGER PRIMARY KEY, order_id INTEGER, pence INTEGER);
        CREATE TABLE ticket (order_id INTEGER, seat INTEGER);
        INSERT INTO orders VALUES (1, 'Ada'), (2, 'Ben'), (3, 'Ada');
        INSERT INTO payment VALUES (1, 1, 500), (2, 1, 700), (3, 2, 300);
        INSERT INTO ticket VALUES (1, 10), (1, 11), (2, 12);
    """)
    yield connection
    connection.close()


def said(db: sqlite3.Connection, sql: object, expected: queries.Expected, **more: object) -> str:
    with pytest.raises(CheckFailed) as failure, judging("E1: rows") as judge:
        queries.same_rows(judge, db, sql, expected, called="f()", **more)  # type: ignore[arg-type]
    return " ".join(str(failure.value).split())


def test_the_same_rows_pass_and_are_returned(db: sqlite3.Connection) -> None:
    with judging("E1: rows") as judge:
        got = queries.same_rows(judge, db, ORDERS, [(1, 1200), (2, 300)], called="f()")
    assert got.columns == ("id", "sum(p.pence)")
    assert got.rows == [(1, 1200), (2, 300)]


def test_a_reference_may_be_a_query_with_the_same_parameters(db: sqlite3.Connection) -> None:
    with judging("E1: rows") as judge:
        queries.same_rows(
            judge,
            db,
            "SELECT name FROM orders WHERE id = :id",
            "SELECT name FROM orders WHERE id IN (:id)",
            called="f()",
            parameters={"id": 2},
        )


def test_order_counts_unless_it_is_said_not_to(db: sqlite3.Connection) -> None:
    backwards = "SELECT id FROM orders ORDER BY id DESC"
    assert "the right rows in another order" in said(db, backwards, [(1,), (2,), (3,)])
    with judging("E1: rows") as judge:
        queries.same_rows(judge, db, backwards, [(1,), (2,), (3,)], called="f()", ordered=False)


def test_sums_of_floats_may_differ_in_their_last_digits(db: sqlite3.Connection) -> None:
    with judging("E1: rows") as judge:
        queries.same_rows(judge, db, "SELECT 0.1 + 0.2", [(0.3,)], called="f()")


def test_a_float_is_no_whole_number(db: sqlite3.Connection) -> None:
    with judging("E1: pence") as judge:
        whole = queries.run(judge, db, "SELECT sum(pence), NULL FROM payment", called="f()")
        queries.whole_numbers(judge, whole, called="f()")
        rounded = queries.run(judge, db, "SELECT 1, total(pence) FROM payment", called="f()")
    with pytest.raises(CheckFailed, match=r"\(1, 1500\.0\)"), judging("E1: pence") as judge:
        queries.whole_numbers(judge, rounded, called="f()")


def test_a_known_mistake_is_named_before_what_the_rows_show(db: sqlite3.Connection) -> None:
    doubled = ORDERS.replace("GROUP", "JOIN ticket t ON t.order_id = o.id GROUP")
    message = said(
        db,
        doubled,
        [(1, 1200), (2, 300)],
        mistakes=[("SELECT 1", "never this"), ([(1, 2400), (2, 300)], "each payment counts twice")],
    )
    assert "likely each payment counts twice" in message
    assert "came back 2 rows; row 1 is (1, 2400)" in message
    assert "expected 2 rows; row 1 is (1, 1200)" in message


def test_a_mistake_that_shows_nothing_on_these_rows_is_not_named(db: sqlite3.Connection) -> None:
    right = [(1,), (2,), (3,)]
    message = said(db, "SELECT id FROM orders ORDER BY id DESC", right, mistakes=[(right, "no")])
    assert "the right rows in another order" in message


def test_mistakes_that_differ_in_order_alone_are_told_apart(db: sqlite3.Connection) -> None:
    message = said(
        db,
        "SELECT id FROM orders ORDER BY id DESC",
        [(1,), (2,), (3,)],
        mistakes=[([(2,), (1,), (3,)], "no"), ([(3,), (2,), (1,)], "turned round")],
    )
    assert "likely turned round" in message


def test_nothing_is_found_in_what_is_no_sql() -> None:
    assert not queries.clauses("SELECT FROM WHERE (")
    assert not queries.clauses(None)


@pytest.mark.parametrize(
    ("sql", "expected", "cause"),
    [
        ("SELECT id, name FROM orders", [(1,)], "2 columns (id, name), where 1 is asked"),
        ("SELECT id FROM orders", [(1, 2)], "1 column (id), where 2 are asked"),
        ("SELECT name, count(*) FROM orders", [("Ada", 2), ("Ben", 1)], "GROUP BY is missing"),
        (
            "SELECT id, (SELECT count(*) FROM ticket) FROM orders WHERE id = 1",
            [(1, 1), (2, 2)],
            "other rows than asked for",
        ),
        ("SELECT id FROM orders WHERE name = NULL", [(1,)], "no row passes"),
        ("SELECT o.id FROM orders o, ticket", [(1,), (2,), (3,)], "rows come more than once"),
        ("SELECT id FROM orders", [(1,), (3,)], "rows that do not belong"),
        ("SELECT id FROM orders WHERE id < 3", [(1,), (2,), (3,)], "rows are missing"),
        ("SELECT DISTINCT name FROM orders", [("Ada",), ("Ben",), ("Ada",)], "look alike"),
        ("SELECT name, id FROM orders WHERE id = 1", [(1, "Ada")], "the columns are in another"),
        ("SELECT id, 2 FROM orders WHERE id = 1", [(1, 3)], "the first column is right"),
        ("SELECT id + 7 FROM orders", [(1,), (2,), (3,)], "other rows than asked for"),
    ],
)
def test_the_rows_themselves_show_a_cause(
    db: sqlite3.Connection, sql: str, expected: list[tuple[object, ...]], cause: str
) -> None:
    assert cause in said(db, sql, expected)


@pytest.mark.parametrize(
    ("sql", "cause"),
    [
        (None, "is a `return` missing?"),
        (["SELECT 1"], "return the text of the query"),
        ("", "a question begins with SELECT"),
        ("DELETE FROM ticket", "a question begins with SELECT"),
        ("SELECT nmae FROM orders", "no table of FROM and JOIN has it"),
        ("SELECT * FROM order_s", "no table has this name"),
        ("SELECT id FROM orders, payment", "write table.column"),
        ("SELECT id FROM orders WHERE count(*) > 1", "belongs in HAVING"),
        ("SELECT id FROM orders ORDER BY id WHERE id = 1", "The order is SELECT, FROM"),
        ("SELECT 1; SELECT 2", "without a second one"),
        ("SELECT (1", "a bracket left open"),
        ("SELECT 1 FROM orders JOIN payment USING (name)", "needs a column x in both"),
        ("SELECT ?", "use the parameters that the text names"),
    ],
)
def test_what_is_no_query_is_explained(db: sqlite3.Connection, sql: object, cause: str) -> None:
    assert cause in said(db, sql, [(1,)])


def test_a_table_comes_as_named_rows(db: sqlite3.Connection) -> None:
    assert [row.pence for row in queries.table(db, "payment")] == [500, 700, 300]


def test_a_copy_is_its_own_and_is_made_from_one_original() -> None:
    made: list[int] = []

    def make(seed: int) -> sqlite3.Connection:
        made.append(seed)
        connection = sqlite3.connect(":memory:")
        connection.executescript(f"PRAGMA foreign_keys = ON; CREATE TABLE t AS SELECT {seed} AS a")
        return connection

    first, second = queries.copied(make, 7), queries.copied(make, 7)
    first.execute("DELETE FROM t")
    assert second.execute("SELECT a FROM t").fetchall() == [(7,)]
    assert second.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert made == [7]
    first.close()
    second.close()


def test_the_tables_of_a_query_are_those_that_it_reads() -> None:
    assert queries.tables("""
        WITH paid AS (SELECT order_id FROM payment GROUP BY order_id)
        SELECT * FROM orders o JOIN paid p ON p.order_id = o.id
        WHERE EXISTS (SELECT 1 FROM Ticket)
    """) == {"orders", "payment", "ticket"}
    assert queries.tables("SELECT FROM WHERE (") == set()


def test_clauses_are_counted_where_they_stand() -> None:
    found = queries.clauses("""
        SELECT DISTINCT s.title, count(*) FROM show s
        LEFT JOIN performance p ON p.show_id = s.id JOIN (SELECT * FROM venue) v
        WHERE p.id IS NULL GROUP BY s.id HAVING max(p.id) > 3 ORDER BY 1 LIMIT 5 OFFSET 10
    """)
    once = "DISTINCT, LEFT JOIN, SUBQUERY, *, WHERE, IS NULL, GROUP BY, HAVING, MAX, COUNT, LIMIT"
    assert {name: found[name] for name in once.split(", ")} == dict.fromkeys(once.split(", "), 1)
    assert found["JOIN"] == 2
    assert found["OFFSET"] == 1
    assert found["IN"] == 0


def test_the_star_of_a_count_is_no_star() -> None:
    assert queries.clauses("SELECT count(*) FROM show")["*"] == 0
    assert queries.clauses("SELECT s.* FROM show s")["*"] == 1


def test_a_clause_that_is_needed_or_unwanted_is_named() -> None:
    sql = "SELECT * FROM show WHERE id NOT IN (SELECT show_id FROM performance)"
    with judging("E1: clauses") as judge:
        queries.uses(judge, sql, "WHERE", "IN", called="f()")
        queries.avoids(judge, sql, "LIMIT", called="f()")
    with (
        pytest.raises(CheckFailed, match=r"expected +LEFT JOIN and IS NULL"),
        judging("E1: clauses") as judge,
    ):
        queries.uses(judge, sql, "LEFT JOIN", "IS NULL", called="f()")
    with (
        pytest.raises(CheckFailed, match="name the columns that are needed"),
        judging("E1: clauses") as judge,
    ):
        queries.avoids(judge, sql, "*", called="f()")


@pytest.mark.parametrize(
    ("sql", "cause"),
    [
        ("SELECT id FROM show", "without ORDER BY the rows may come in any order"),
        ("SELECT * FROM (SELECT id FROM show ORDER BY id, title)", "without ORDER BY"),
        ("SELECT id FROM show ORDER BY title", "Name what decides"),
    ],
)
def test_an_order_by_luck_is_named(sql: str, cause: str) -> None:
    with pytest.raises(CheckFailed, match=cause), judging("E1: order") as judge:
        queries.sorts(judge, sql, 2, called="f()")


@pytest.mark.parametrize("sql", ["SELECT id FROM show ORDER BY title DESC, 1", "no SQL ("])
def test_an_order_that_is_asked_for_passes(sql: str) -> None:
    with judging("E1: order") as judge:
        queries.sorts(judge, sql, 2, called="f()")
