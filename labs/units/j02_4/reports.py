"""What `checks.report` stands on: sales, and why a report of them may be another."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import pymysql

from labs.judges import Judge, Likely
from labs.units.j02_4.port import BACKTICKS, MariaClient, rows

CALLED = "MariaDB, with ONLY_FULL_GROUP_BY, runs mariadb_report()"
Rows = list[tuple[Any, ...]]


class Sales(NamedTuple):
    """Sales of three evenings, all on one day, and of one on the 28th of that month."""

    on: date
    rows: Sequence[tuple[int, int, int]]
    """Performance, seat, pence."""


SPRING = Sales(
    date(2026, 5, 21),
    [(9, 1, 4500), (9, 2, 2500), (10, 1, 1500), (11, 1, 1500), (11, 2, 1500)],
)
AUTUMN = Sales(
    date(2027, 11, 3),
    [(12, 3, 100), (11, 3, 250), (10, 1, 900), (10, 2, 900), (9, 4, 75), (12, 4, 60)],
)

_TABLES = """
CREATE TABLE `show` (id INTEGER PRIMARY KEY, title VARCHAR(60));
CREATE TABLE performance (id INTEGER PRIMARY KEY, show_id INTEGER, evening DATE);
CREATE TABLE sale (performance_id INTEGER, seat INTEGER, pence INTEGER);
INSERT INTO `show` VALUES (1, 'Medea'), (2, 'Dido');
"""
"""The same on SQLite and MariaDB, without what the port is about."""


def script(sales: Sales) -> str:
    """Statements that make the tables and fill them; the same on SQLite and MariaDB."""
    evening, later = sales.on, sales.on.replace(day=28)
    evenings = [(9, 1, later), (10, 2, evening), (11, 2, evening), (12, 1, evening)]
    performances = ", ".join(f"({number}, {show}, '{day}')" for number, show, day in evenings)
    sold = ", ".join(map(str, sales.rows))
    return f"""{_TABLES}
        INSERT INTO performance VALUES {performances};
        INSERT INTO sale VALUES {sold}
    """  # noqa: S608 - our numbers


def reported(judge: Judge, db: MariaClient, query: str, want: Rows) -> Rows:
    """The rows, their sums as whole numbers."""
    try:
        got = rows(db, query)
    except pymysql.Error as error:
        number, said = error.args
        judge.that(
            False,
            called=CALLED,
            got=f"{number}: {said}",
            expected=f"{len(want)} rows",
            likely=_why_no_rows(number, said, query),
        )
        raise
    judge.that(
        all(len(row) == 3 for row in got),
        called=CALLED,
        got=f"{got}",
        expected=f"{want}",
        likely="three columns: id, what, pence.",
    )
    return [
        (key, what, pence if pence is None or isinstance(pence, str) else int(pence))
        for key, what, pence in got
    ]


def _why_no_rows(number: int, said: str, query: str) -> Likely:
    near = said.partition("near '")[2].lower()
    return [
        (number == 1064 and '"' in query, BACKTICKS),
        (
            number == 1064 and near.startswith("show"),
            "MariaDB reserves SHOW: as a name it needs backticks.",
        ),
        (
            number == 1055,
            "this column is neither in GROUP BY nor inside of max, sum or their like; MariaDB "
            "does not conclude it from the primary key.",
        ),
        (
            number == 1054,
            "there is no such column: is a name quoted together with its dot?",
        ),
        (
            number == 1305,
            "MariaDB has no such function; max(…) of equal values is their value.",
        ),
        (number == 1146, "there is no such table."),
        (True, "MariaDB says near which word it stopped."),
    ]


def why_other_rows(got: Rows, want: Rows) -> Likely:
    """The causes of rows that are not those of the given report."""
    return [
        (
            any(isinstance(what, int | float) for _, what, _ in got),
            "|| means 'or' in MariaDB, + adds numbers, and neither raises an error: concat(…) "
            "joins texts.",
        ),
        (sorted(got) == sorted(want), "ORDER BY performance.id, as a number."),
        (
            {*got} < {*want},
            "rows are left out: every performance with sales has one, whatever its sum.",
        ),
        (
            len(got) < len(want),
            "two performances of one show on one day became one row: GROUP BY performance.id, too.",
        ),
        (
            len(got) > len(want),
            "more rows than performances with sales: GROUP BY too many columns, or an outer join?",
        ),
        (
            [row[::2] for row in got] == [row[::2] for row in want],
            "the text differs: title, ' on ', evening.",
        ),
        (
            any(isinstance(pence, str) for *_, pence in got),
            "the sums came as texts: leave them numbers.",
        ),
        (True, "the sums differ: sum(sale.pence) for each performance."),
    ]
