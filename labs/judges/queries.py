"""Judges SQL by the rows it gives and by the clauses it is made of.

    with judging("E1: each show, with its evenings") as judge:
        db = queries.copied(datasets.sample, seed=7)
        expected = sorted((s.title, count[s.id]) for s in queries.table(db, "show"))
        queries.same_rows(judge, db, answer, expected, called="evenings()", mistakes=[
            (only_those_with_some, "a show without evenings belongs in, too: LEFT JOIN.")])
        queries.uses(judge, answer, "LEFT JOIN", called="evenings()")

Import it as a module, `from labs.judges import queries`: only who asks for it pays for the parser.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from labs.judges.judge import Judge, Likely

Row = tuple[Any, ...]
Connection = Any
"""A connection of DB-API: sqlite3, psycopg or pymysql."""
Parameters = Sequence[object] | Mapping[str, object]
Expected = str | Sequence[Row]
"""The rows themselves, or a query that gives them on the same connection."""
Mistakes = Sequence[tuple[Expected, str]]
"""What common misconceptions would give, each with the cause to name."""


@dataclass(frozen=True)
class Result:
    """What a query gave: the names of its columns, and its rows in their order."""

    columns: tuple[str, ...]
    rows: list[Row]


def fetch(db: Connection, sql: str, parameters: Parameters = ()) -> Result:
    """Run one statement and fetch all of its rows; none for a statement that is no query.

    Raises the driver's own errors.
    """
    cursor = db.cursor()
    try:
        cursor.execute(sql, parameters)
        if cursor.description is None:
            return Result((), [])
        columns = tuple(column[0] for column in cursor.description)
        return Result(columns, [tuple(row) for row in cursor.fetchall()])
    finally:
        cursor.close()


def table(db: Connection, name: str) -> list[Any]:
    """All rows of a table as named tuples, to compute from them in Python what a query must give.

    `name` is put into the statement as it stands: it must be yours, never a learner's.
    """
    found = fetch(db, f"SELECT * FROM {name}")  # noqa: S608
    kind = NamedTuple(name, [(column, object) for column in found.columns])  # type: ignore[misc]
    return [kind(*row) for row in found.rows]


def run(
    judge: Judge, db: Connection, sql: object, *, called: str, parameters: Parameters = ()
) -> Result:
    """Run an answer's query; the check fails, and says why, unless it is one and is accepted."""
    if not isinstance(sql, str):
        likely = [(sql is None, "is a `return` missing?"), (True, "return the text of the query.")]
        judge.that(False, called=called, got=repr(sql), expected="SQL, as a str", likely=likely)
    text = str(sql)
    try:
        got = fetch(db, text, parameters)
    except (db.Error, db.Warning) as error:
        said = str(error).split("\n")[0]
        judge.that(
            False,
            called=called,
            got=f"{type(error).__name__}: {said}",
            expected="rows",
            likely=_why_refused(said.lower(), text),
        )
        raise  # never reached: the line above raises
    judge.that(
        bool(got.columns),
        called=called,
        got=f"no rows: {_one_line(text)}" if text.strip() else "an empty text",
        expected="a query",
        likely="a question begins with SELECT (or WITH).",
    )
    return got


def copied(make: Callable[[int], sqlite3.Connection], seed: int) -> sqlite3.Connection:
    """A copy in memory of `make(seed)`, which is made once: a copy takes a hundredth of the time.

    Foreign keys are enforced as they are in the original.
    """
    original = _made(make, seed)
    copy = sqlite3.connect(":memory:")
    original.backup(copy)
    (enforced,) = original.execute("PRAGMA foreign_keys").fetchone()
    copy.execute(f"PRAGMA foreign_keys = {enforced}")
    return copy


@cache
def _made(make: Callable[[int], sqlite3.Connection], seed: int) -> sqlite3.Connection:
    return make(seed)


def same_rows(  # noqa: PLR0913 - all but the first four have a default
    judge: Judge,
    db: Connection,
    sql: object,
    expected: Expected,
    *,
    called: str,
    parameters: Parameters = (),
    ordered: bool = True,
    mistakes: Mistakes = (),
    columns: Sequence[str] = (),
) -> Result:
    """Judge that the query gives the expected rows, and return what it gave.

    `called` says what was asked; `ordered=False` accepts any order; `columns` names what is
    expected, for the message alone. The causes of `mistakes` come first, then what the rows
    themselves show: columns, doubled, missing or foreign rows, order.
    """
    got = run(judge, db, sql, called=called, parameters=parameters)
    want = _rows(db, expected, parameters)
    ok = _same(got.rows, want, ordered)
    likely: list[tuple[object, str]] = []
    if not ok:
        for mistake, cause in mistakes:
            rows = _rows(db, mistake, parameters)
            only_order = _same(rows, want, ordered=False)
            likely.append((_same(got.rows, rows, ordered=ordered and only_order), cause))
        likely.append(
            (
                len(got.rows) == 1 < len(want) and _melts_all(sql),
                "one row for everything: GROUP BY is missing.",
            )
        )
        likely += _causes(got, want, columns)
    shown, wanted = _apart(got.rows, want)
    judge.that(ok, called=called, got=shown, expected=wanted, likely=likely)
    return got


def whole_numbers(judge: Judge, got: Result, *, called: str) -> None:
    """Judge that no value is a float: 5100.0 is equal to 5100, but what made it rounds."""
    floats = [row for row in got.rows if any(isinstance(value, float) for value in row)]
    judge.that(
        not floats,
        called=called,
        got=f"{floats[:1]}",
        expected="whole numbers",
        likely="total() and avg() give floats, and a float holds no large sum for sure: sum().",
    )


def clauses(sql: object, dialect: str = "sqlite") -> Counter[str]:
    """How often each clause, join, aggregate and `*` stands in the query, subqueries included.

    Names as they are written: "WHERE", "JOIN" (of any kind), "LEFT JOIN", "GROUP BY", "HAVING",
    "ORDER BY", "LIMIT", "OFFSET", "DISTINCT", "IS NULL", "WITH", "UNION", "SUBQUERY", "LIKE",
    "BETWEEN", "IN", "EXISTS", "COUNT", "SUM" …, "OVER", "COALESCE", "CASE", and "*" for all
    columns (not that of count(*)). Nothing is found in what is no SQL.
    """
    found: Counter[str] = Counter()
    if isinstance(sql, str):
        with suppress(SqlglotError):
            for node in sqlglot.parse_one(sql, dialect=dialect).walk():
                found.update(_names(node))
    return found


def tables(sql: str, dialect: str = "sqlite") -> set[str]:
    """The names of the tables that a query reads, without those that it makes itself by WITH.

    Empty if sqlglot cannot read the query.
    """
    with suppress(SqlglotError):
        query = sqlglot.parse_one(sql, dialect)
        made = {part.alias_or_name for part in query.find_all(exp.CTE)}
        return {found.name.lower() for found in query.find_all(exp.Table)} - made
    return set()


def uses(
    judge: Judge, sql: str, *needed: str, called: str, likely: Likely = "", dialect: str = "sqlite"
) -> None:
    """Judge that each of these clauses (see `clauses`) stands in the query.

    A query that the database understood, and the parser does not, gets the benefit of the doubt.
    """
    found = clauses(sql, dialect)
    missing = [name for name in needed if found and not found[name]]
    judge.that(
        not missing,
        called=called,
        got=f"a query without {' and '.join(missing)}: {_one_line(sql)}",
        expected=f"{' and '.join(missing)}",
        likely=likely or "the rows are right; the exercise asks for this clause, so practise it.",
    )


def avoids(
    judge: Judge,
    sql: str,
    *unwanted: str,
    called: str,
    likely: Likely = "",
    dialect: str = "sqlite",
) -> None:
    """Judge that none of these clauses (see `clauses`) stands in the query."""
    found = clauses(sql, dialect)
    there = [name for name in unwanted if found[name]]
    judge.that(
        not there,
        called=called,
        got=f"a query with {' and '.join(there)}: {_one_line(sql)}",
        expected=f"a query without {' and '.join(there)}",
        likely=likely or ("*" in there and [(True, "name the columns that are needed.")]) or "",
    )


def sorts(judge: Judge, sql: str, keys: int, *, called: str, dialect: str = "sqlite") -> None:
    """Judge that the outermost ORDER BY has so many keys: rows may be in order by luck.

    A query that the database understood, and the parser does not, gets the benefit of the doubt.
    """
    with suppress(SqlglotError):
        order = sqlglot.parse_one(sql, dialect=dialect).args.get("order")
        there = len(order.expressions) if order else 0
        judge.that(
            there >= keys,
            called=called,
            got=f"{order.sql(dialect) if order else 'no ORDER BY'}: {_one_line(sql)}",
            expected="ORDER BY" + (f" with {keys} keys" if keys > 1 else ""),
            likely="right by luck: "
            + (
                "of rows that are equal by these keys any may come first. Name what decides."
                if there
                else "without ORDER BY the rows may come in any order."
            ),
        )


_CLAUSES: list[tuple[type[exp.Expr], str]] = [
    (exp.Where, "WHERE"),
    (exp.Join, "JOIN"),
    (exp.Group, "GROUP BY"),
    (exp.Having, "HAVING"),
    (exp.Order, "ORDER BY"),
    (exp.Limit, "LIMIT"),
    (exp.Offset, "OFFSET"),
    (exp.Distinct, "DISTINCT"),
    (exp.With, "WITH"),
    (exp.SetOperation, "UNION"),
    (exp.Subquery, "SUBQUERY"),
    (exp.Like, "LIKE"),
    (exp.Between, "BETWEEN"),
    (exp.In, "IN"),
    (exp.Exists, "EXISTS"),
    (exp.Window, "OVER"),
    (exp.Coalesce, "COALESCE"),
    (exp.Case, "CASE"),
]


def _names(node: exp.Expr) -> Iterable[str]:
    yield from (name for kind, name in _CLAUSES if isinstance(node, kind))
    if isinstance(node, exp.Join) and node.side:
        yield f"{node.side.upper()} JOIN"
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        yield "IS NULL"
    if isinstance(node, exp.Limit) and node.args.get("offset"):  # LIMIT 20, 10
        yield "OFFSET"
    if isinstance(node, exp.AggFunc):
        yield node.sql_name()
    if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        yield "*"


def _why_refused(said: str, sql: str) -> Likely:
    in_where = re.search(r"where[^()]*\b(count|sum|avg|min|max)\s*\(", sql.lower())
    return [
        (
            "misuse of aggregate" in said and in_where,
            "WHERE chooses rows before they are grouped; a condition on a group belongs in HAVING.",
        ),
        (
            "misuse of aggregate" in said,
            "count, sum and the like stand where one row is looked at.",
        ),
        (
            "no such column" in said or "does not exist" in said,
            "no table of FROM and JOIN has it: misspelt, a table not joined, or a text without"
            " 'single' quotes?",
        ),
        ("ambiguous" in said, "two of the tables have a column of this name: write table.column."),
        (
            "cannot join using" in said,
            "USING (x) needs a column x in both tables; where the names differ, write ON.",
        ),
        ("no such table" in said, "no table has this name. Look at the list of tables."),
        ("one statement" in said, "one query, without a second one after a semicolon."),
        ("binding" in said, "use the parameters that the text names, and no other."),
        ("incomplete" in said, "the text ends too early: is a bracket left open?"),
        ("group by" in said, "a column beside an aggregate must stand in GROUP BY."),
        (
            "syntax" in said,
            "a comma too many or too few near that word? The order is SELECT, FROM, JOIN … ON,"
            " WHERE, GROUP BY, HAVING, ORDER BY, LIMIT.",
        ),
    ]


def _melts_all(sql: object) -> bool:
    """Whether the outermost SELECT aggregates without GROUP BY: it gives one row of whatever."""
    with suppress(SqlglotError):
        query = sqlglot.parse_one(str(sql), dialect="sqlite")
        return not query.args.get("group") and any(
            found.parent_select is query and not isinstance(found.parent, exp.Window)
            for found in query.find_all(exp.AggFunc)
        )
    return False


def _rows(db: Connection, expected: Expected, parameters: Parameters) -> list[Row]:
    if isinstance(expected, str):
        return fetch(db, expected, parameters).rows
    return [tuple(row) for row in expected]


def _same(got: Sequence[Row], want: Sequence[Row], ordered: bool) -> bool:
    if len(got) != len(want):
        return False
    ours, theirs = [_plain(row) for row in want], [_plain(row) for row in got]
    return ours == theirs if ordered else Counter(ours) == Counter(theirs)


def _plain(row: Row) -> Row:
    """Sums of floats differ in their last digits by the order in which they were added."""
    return tuple(round(value, 6) if isinstance(value, float) else value for value in row)


def _causes(got: Result, want: Sequence[Row], columns: Sequence[str]) -> list[tuple[object, str]]:
    """What the rows themselves show, from the most to the least specific."""
    theirs, ours = Counter(map(_plain, got.rows)), Counter(map(_plain, want))
    missing, foreign = ours - theirs, theirs - ours
    width = len(want[0]) if want else len(got.columns)
    names = f" ({', '.join(columns)})" if columns else ""
    as_sets = [[frozenset(_plain(row)) for row in rows] for rows in (got.rows, want)]
    return [
        (
            len(got.columns) != width,
            f"{_counted(len(got.columns), 'column')} ({', '.join(got.columns)}), where {width}"
            f" {'is' if width == 1 else 'are'} asked for{names}.",
        ),
        (
            not got.rows,
            "no row passes: do ON and WHERE compare what belongs together, and nothing with NULL?",
        ),
        (
            not missing and not foreign,
            "the right rows in another order: look at ORDER BY, and what decides between equals.",
        ),
        (
            not missing and foreign.keys() <= ours.keys(),
            "rows come more than once: a join gives one row for each pair that fits.",
        ),
        (not missing, "rows that do not belong: is a condition missing, or too wide?"),
        (
            not foreign and missing.keys() <= theirs.keys(),
            "rows that look alike are merged: each belongs in.",
        ),
        (
            not foreign,
            "rows are missing: a condition too narrow, or a join that drops what has no partner?",
        ),
        (
            Counter(as_sets[0]) == Counter(as_sets[1]),
            f"the columns are in another order than asked for{names}.",
        ),
        (
            width > 1 and Counter(row[0] for row in got.rows) == Counter(row[0] for row in want),
            "the first column is right, another is not: is it from the right rows, each once?",
        ),
        (True, "other rows than asked for: look at conditions, joins and groups one by one."),
    ]


def _apart(got: Sequence[Row], want: Sequence[Row]) -> tuple[str, str]:
    """Both sides from the first row in which they differ."""
    pairs = zip(got, want, strict=False)
    place = next((n for n, (a, b) in enumerate(pairs) if _plain(a) != _plain(b)), None)
    if place is None:
        place = min(len(got), len(want))
    return _described(got, place), _described(want, place)


def _described(rows: Sequence[Row], place: int) -> str:
    count = _counted(len(rows), "row")
    if not rows:
        return "no rows"
    return f"{count}; row {place + 1} is {rows[place]!r}" if place < len(rows) else f"only {count}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _one_line(sql: str) -> str:
    return " ".join(sql.split())
