"""What a query costs, in counts that do not depend on the clock.

SQLite: the lines of its plan, the tables that it reads from end to end, and the steps of its
virtual machine. PostgreSQL: the nodes of the plan that it carried out, and the rows they touched.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import sqlglot
from sqlglot import exp

from labs.judges.judge import Judge, Likely

Parameters = Sequence[object] | Mapping[str, object]

_SCAN = re.compile(r"SCAN (?P<name>\S+)")
_RUNS = count()


# --- SQLite ---------------------------------------------------------------------------------


def plan(db: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> list[str]:
    """The lines of EXPLAIN QUERY PLAN, indented by their depth; nothing is carried out.

    Raises sqlite3.Error if the statement is refused.
    """
    depth = {0: -1}
    lines = []
    for number, parent, _, detail in db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
        depth[number] = depth.get(parent, -1) + 1
        text = detail.replace("SCAN TABLE ", "SCAN ").replace("SEARCH TABLE ", "SEARCH ")
        lines.append("  " * depth[number] + text)
    return lines


def scans(db: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> list[str]:
    """The tables (or their indexes) that the plan reads from end to end, by their real names.

    Results of subqueries, which are no tables, are left out. Raises sqlite3.Error if the
    statement is refused, and sqlglot.errors.ParseError if it is no SQL.
    """
    query = sqlglot.parse_one(sql, dialect="sqlite")
    real = {row[0].lower() for row in db.execute("SELECT name FROM sqlite_master")}
    derived = {found.alias.lower() for found in query.find_all(exp.Subquery, exp.CTE)}
    aliases = {
        found.alias_or_name.lower(): found.name.lower()
        for found in query.find_all(exp.Table)
        if found.name.lower() in real - derived
    }
    names = (_SCAN.match(line.strip()) for line in plan(db, sql, parameters))
    return [
        aliases[name] for found in names if found and (name := found["name"].lower()) in aliases
    ]


def steps(db: sqlite3.Connection, sql: str, parameters: Parameters = (), grain: int = 10) -> int:
    """Instructions of SQLite's virtual machine for all rows, rounded down to a multiple of `grain`.

    The count is the same at each run and on every machine with the same SQLite and the same
    data; a coarser grain counts long queries faster. A progress handler that was set on `db`
    is lost. Raises sqlite3.Error.
    """
    looks = 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return 0

    # A first statement reads the schema, in steps of its own; and SQLite counts on where the last
    # run of the same text ended, so that each run gets another text.
    db.execute("SELECT 1 FROM sqlite_master").close()
    alone = f"{sql}\n-- {next(_RUNS)}"
    db.set_progress_handler(look, grain)
    try:
        with closing(db.execute(alone, parameters)) as cursor:
            for _ in cursor:
                pass
    finally:
        db.set_progress_handler(None, 0)
    return looks * grain


def judge_cost(  # noqa: PLR0913 - all but three are named
    judge: Judge,
    db: sqlite3.Connection,
    sql: str,
    *,
    called: str,
    parameters: Parameters = (),
    slow: int,
    times: int = 20,
    likely: Likely = "",
) -> None:
    """Judge that no table is read from end to end, and that the steps fall `times`-fold.

    `slow` is the number of steps of the query to beat, on the same `db`; `likely` says why a
    table may still be read from end to end. Raises sqlite3.Error.
    """
    scanned = scans(db, sql, parameters)
    judge.that(
        not scanned,
        called=f"EXPLAIN QUERY PLAN of {called}",
        got="; ".join(line.strip() for line in plan(db, sql, parameters)),
        expected=f"a plan without SCAN of {' and '.join(scanned)}",
        likely=likely or "no index leads to the rows: what does the condition compare?",
    )
    took = steps(db, sql, parameters)
    judge.that(
        took * times <= slow,
        called=f"steps of {called}",
        got=f"{took:,} steps",
        expected=f"at most {slow // times:,}: a {times}th of {slow:,}",
        likely="no table is scanned, and yet many rows are looked at: which index is used?",
    )


@contextmanager
def statements(db: sqlite3.Connection) -> Iterator[list[str]]:
    """The statement log: each statement that `db` carries out while the block runs.

    Parameters are filled in with their values. A trace callback that was set on `db` is lost.
    """
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        db.set_trace_callback(None)


# --- PostgreSQL -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """One step of a plan that PostgreSQL carried out."""

    type: str
    """Such as "Seq Scan", "Index Scan", "Index Only Scan", "Hash Join", "Sort"."""
    table: str
    """The table that it reads, or an empty text."""
    index: str
    """The index that it uses, or an empty text."""
    rows: int
    """The rows that it handed on, over all loops."""
    touched: int
    """The rows that it looked at, over all loops: handed on, and thrown away by a filter."""


@dataclass(frozen=True)
class Explained:
    """The plan of one statement, carried out; the root first."""

    nodes: list[Node] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        return [node.type for node in self.nodes]

    @property
    def full_scans(self) -> list[str]:
        """The tables that were read from end to end."""
        return [node.table for node in self.nodes if node.type.endswith("Seq Scan")]

    @property
    def rows_touched(self) -> int:
        """The rows that the statement looked at in tables and their indexes."""
        return sum(node.touched for node in self.nodes if node.table)


def explain_analyze(
    db: Any,  # noqa: ANN401 - a psycopg.Connection, which this file does not import
    sql: str,
    parameters: Parameters = (),
) -> Explained:
    """Carry out EXPLAIN (ANALYZE, FORMAT JSON) on a psycopg connection.

    The statement is carried out, so a change is made, in the connection's transaction.
    Raises psycopg.Error if the statement is refused.
    """
    cursor = db.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", parameters or None)
    (answer,) = cursor.fetchone()
    root = json.loads(answer) if isinstance(answer, str) else answer
    return Explained(list(_nodes(root[0]["Plan"])))


def _nodes(plan: Mapping[str, Any]) -> Iterator[Node]:
    loops = plan.get("Actual Loops", 1)
    thrown_away = sum(value for key, value in plan.items() if key.startswith("Rows Removed by "))
    yield Node(
        type=plan["Node Type"],
        table=plan.get("Relation Name", ""),
        index=plan.get("Index Name", ""),
        rows=round(plan.get("Actual Rows", 0) * loops),
        touched=round((plan.get("Actual Rows", 0) + thrown_away) * loops),
    )
    for below in plan.get("Plans", []):
        yield from _nodes(below)
