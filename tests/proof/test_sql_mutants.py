"""Which edits are made of SQL."""

import sqlite3

import pytest

from labs.proof.mutants import edits
from labs.proof.sql_mutants import sql_edits

QUERY = """
    SELECT DISTINCT c.name, count(DISTINCT o.id), coalesce(sum(p.pence), 0)
    FROM customer c LEFT JOIN orders o ON o.customer_id = c.id JOIN payment p ON p.order_id = o.id
    WHERE c.town IS NULL AND p.pence >= 3
    GROUP BY c.id, c.name HAVING count(*) < 3 ORDER BY c.name DESC, c.id LIMIT 5
"""
TABLES = """
    CREATE TABLE ticket (
        performance INTEGER NOT NULL REFERENCES performance (id) ON DELETE CASCADE,
        seat INTEGER NOT NULL CHECK (seat > 0),
        code TEXT UNIQUE,
        PRIMARY KEY (performance, seat),
        FOREIGN KEY (seat) REFERENCES chair (id) ON DELETE RESTRICT
    ) WITHOUT ROWID;
    CREATE TABLE venue (id INTEGER PRIMARY KEY, name TEXT, UNIQUE (name), CHECK (name <> ''));
    CREATE UNIQUE INDEX one_code ON ticket (code) WHERE code IS NOT NULL;
"""


def names(text: str) -> list[str]:
    return [name for name, _ in sql_edits(text)]


@pytest.mark.parametrize(
    "name",
    [
        "WHERE c.town IS NULL AND p.pence >= 3 → nothing",
        "c.town IS NULL AND p.pence >= 3 → p.pence >= 3",
        "c.town IS NULL → NOT c.town IS NULL",
        "p.pence >= 3 → p.pence > 3",
        "HAVING COUNT(*) < 3 → nothing",
        "COUNT(*) < 3 → COUNT(*) <= 3",
        "DISTINCT → nothing",
        "COUNT(DISTINCT o.id) → COUNT(o.id)",
        "SUM(p.pence) → COUNT(p.pence)",
        "COALESCE(SUM(p.pence), 0) → SUM(p.pence)",
        "c.id → nothing",
        "c.name DESC → c.name",
        "c.id → c.id DESC",
        "LIMIT 5 → nothing",
        "LEFT JOIN orders AS o ON o.customer_id = c.id → JOIN orders AS o ON o.customer_id = c.id",
        "JOIN payment AS p ON p.order_id = o.id → LEFT JOIN payment AS p ON p.order_id = o.id",
    ],
)
def test_a_query_loses_a_clause_or_turns_one_round(name: str) -> None:
    assert name in names(QUERY)


@pytest.mark.parametrize(
    "name",
    [
        "seat INTEGER NOT NULL CHECK (seat > 0) → seat INTEGER CHECK (seat > 0)",
        "seat INTEGER NOT NULL CHECK (seat > 0) → seat INTEGER NOT NULL",
        "code TEXT UNIQUE → code TEXT",
        "REFERENCES performance (id) ON DELETE CASCADE → REFERENCES performance (id)",
        "PRIMARY KEY (performance, seat) → nothing",
        "seat → nothing",
        "id INTEGER PRIMARY KEY → id INTEGER",
        "UNIQUE (name) → nothing",
        "CHECK (name <> '') → nothing",
        "WHERE NOT code IS NULL → nothing",
    ],
)
def test_a_table_loses_a_constraint(name: str) -> None:
    assert name in names(TABLES)


def test_a_foreign_key_of_the_table_loses_its_action() -> None:
    edited = [text for name, text in sql_edits(TABLES) if "RESTRICT →" in name]
    assert any("REFERENCES chair(id)" in text.replace(" (", "(") for text in edited)
    assert any("RESTRICT" not in text for text in edited)


def test_an_index_need_not_be_unique() -> None:
    assert any("CREATE INDEX" in name for name in names(TABLES))


def test_each_edit_of_a_script_leaves_the_other_statements_as_they_were() -> None:
    venue = [text for name, text in sql_edits(TABLES) if name.startswith("UNIQUE (name)")]
    assert len(venue) == 1
    assert "ON DELETE CASCADE" in venue[0]
    assert "WITHOUT ROWID" in venue[0]
    assert "CREATE UNIQUE INDEX one_code" in venue[0]


def test_edited_tables_are_still_tables() -> None:
    made = sql_edits(TABLES)
    refused = 0
    for _, text in made:
        try:
            sqlite3.connect(":memory:").executescript(text)
        except sqlite3.OperationalError:  # WITHOUT ROWID wants a key
            refused += 1
    assert len(made) > 12
    assert refused <= 1


@pytest.mark.parametrize(
    "text", ["page:7", "select", "Select a seat, please", "", "%s", "with love"]
)
def test_what_is_no_sql_is_left_alone(text: str) -> None:
    assert [name for name in names(text) if "SEAT" in name] == []
    assert len(names(text)) == 0


def test_placeholders_of_other_drivers_are_understood() -> None:
    assert "WHERE id = %s AND status = 'free' → nothing" in names(
        "UPDATE seat SET status = 'sold' WHERE id = %s AND status = 'free'"
    )


def test_edits_have_names_that_do_not_depend_on_one_another() -> None:
    assert names(QUERY) == names(QUERY)
    assert len({text for _, text in sql_edits(QUERY)}) == len(names(QUERY))


def test_sql_in_a_solution_is_edited_as_sql() -> None:
    source = (
        "def f():\n    ### BEGIN SOLUTION\n"
        '    return """SELECT id FROM show\n              LIMIT 3"""\n    ### END SOLUTION\n'
    )
    made = dict(edits(source))
    assert "LIMIT 3" not in made["LIMIT 3 → nothing"]
    assert not any("XX" in text for text in made.values())
    assert len(made) == 2  # and return None
