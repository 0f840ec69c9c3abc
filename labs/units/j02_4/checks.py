"""What J02.4 asks of an answer: each check is one claim."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from labs.judges import Attack, Judge, Kind, Likely, attempt, judge_attack, judging, relations
from labs.servers import MariaDB, Postgres
from labs.units.j02_4 import desk, holds, port, reports
from labs.units.j02_4.reports import AUTUMN, SPRING, Sales

__all__ = ["AUTUMN", "SPRING", "orphans", "readers", "refuses", "report", "tables", "upsert"]

OpenOffice = Callable[[Path], sqlite3.Connection]
NewOffice = Callable[[], Path]
Text = Callable[[], str]


# --- E1: opened right -------------------------------------------------------------------------


def orphans(open_office: OpenOffice, new_office: NewOffice, seat: int, planted: int) -> None:
    """The connection refuses orphans, and a file that holds some is not opened."""
    with judging("E1: orphans are refused, and found") as judge:
        path = new_office()
        before = _dump(path)
        with closing(_opened(judge, open_office, path)) as db:
            _is_ready(judge, db)
            _is_left(judge, path, before, "open_office(path)")
            _refuses_orphans(judge, db, seat)
        with closing(open_office(path)) as again:
            rows = again.execute("SELECT seat FROM ticket ORDER BY seat").fetchall()
        judge.equal(
            [row[0] for row in rows],
            sorted([1, seat]),
            called="open_office(path) again; the seats in ticket",
            likely="rows are left as they are.",
        )
        for file, tickets in [(path, planted - 1), (new_office(), 0)]:
            _is_not_opened(judge, open_office, file, tickets)


def _opened(judge: Judge, open_office: OpenOffice, path: Path) -> sqlite3.Connection:
    try:
        db = open_office(path)
    except ValueError as error:
        judge.that(
            False,
            called="open_office(path) of a file without orphans",
            got=f"ValueError: {error}",
            expected="a connection",
            likely="execute gives a cursor, which is always true, and its rowcount is -1: "
            ".fetchall() gives the rows. PRAGMA integrity_check answers 'ok', which is a row, too.",
        )
        raise
    judge.that(
        isinstance(db, sqlite3.Connection),
        called="open_office(path)",
        got=repr(db),
        expected="a connection",
        likely="return the connection.",
    )
    return db


def _is_ready(judge: Judge, db: sqlite3.Connection) -> None:
    try:
        db.execute("SELECT 1")
    except sqlite3.ProgrammingError as error:
        judge.that(
            False,
            called="open_office(path).execute(…)",
            got=str(error),
            expected="an open connection",
            likely="it was closed before it came back: closing(…) and close() are for whoever "
            "opened it to use it.",
        )
    judge.equal(
        db.in_transaction,
        False,
        called="open_office(path).in_transaction",
        likely="a transaction was begun and not ended: commit it.",
    )
    judge.equal(
        db.execute("PRAGMA foreign_keys").fetchone()[0],
        1,
        called="PRAGMA foreign_keys, asked of the connection that came back",
        likely="it is off unless this connection says PRAGMA foreign_keys = ON: not another one, "
        "not inside of a transaction, and not switched off afterwards.",
    )


def _refuses_orphans(judge: Judge, db: sqlite3.Connection, seat: int) -> None:
    ticket = {"premiere_id": 1, "seat": seat, "holder": "Ben"}
    orphan, repair = ticket | {"premiere_id": 99}, "PRAGMA foreign_keys = ON."
    what = "a ticket of no premiere"
    judge_attack(judge, db, Attack(what, "ticket", ticket, orphan, [Kind.FOREIGN_KEY], repair))
    attempt(db, "INSERT INTO premiere VALUES (5, 'Medea', '2026-06-01')")
    alone = attempt(db, "DELETE FROM premiere WHERE id = 5")
    judge.that(
        alone is None,
        called="DELETE of a premiere without tickets",
        got=str(alone),
        expected="accepted",
        likely="the tables must be left as they are.",
    )
    with_tickets = attempt(db, "DELETE FROM premiere WHERE id = 1")
    judge.that(
        with_tickets and with_tickets.kind is Kind.FOREIGN_KEY,
        called="DELETE of a premiere with tickets",
        got=str(with_tickets or "accepted"),
        expected="refused by FOREIGN KEY",
        likely="the tables must be left as they are: no CASCADE.",
    )


def _is_not_opened(judge: Judge, open_office: OpenOffice, path: Path, tickets: int) -> None:
    """A file into which this many orphans of `ticket` were planted, and one of another table."""
    many = tickets + 1
    which = f"{many} orphans, one of them in another table"
    which = which if tickets else "1 orphan, in another table than ticket"
    called = f"open_office(path) of a file with {which}"
    _plant_orphans(path, tickets)
    before = _dump(path)
    try:
        opened = open_office(path)
    except Exception as error:
        said = str(error).replace(str(path), "")
        words = "".join(letter if letter.isalnum() else " " for letter in said).split()
        judge.that(
            isinstance(error, ValueError) and str(many) in words,
            called=called,
            got=f"{type(error).__name__}: {error}",
            expected=f"ValueError, with {many} in its text",
            likely=_why_this_error(error, names_tickets=str(tickets) in words),
        )
    else:
        if isinstance(opened, sqlite3.Connection):
            opened.close()
        likely = _why_no_error(opened, tickets)
        judge.that(False, called=called, got=repr(opened), expected="ValueError", likely=likely)
    _is_left(judge, path, before, called)


_EVERY_TABLE = (
    "orphans may be in any table: PRAGMA foreign_key_check without a table's name asks all."
)


def _why_this_error(error: Exception, *, names_tickets: bool) -> Likely:
    return [
        (
            isinstance(error, sqlite3.ProgrammingError),
            "a `with` over a connection commits or rolls back at its end: do not close inside "
            "of it.",
        ),
        (not isinstance(error, ValueError), "the error that is asked for is a ValueError."),
        (
            names_tickets,
            f"{_EVERY_TABLE} Row numbers repeat from table to table: count the rows of its answer.",
        ),
        (
            True,
            "say how many rows PRAGMA foreign_key_check gave: len(…) of its fetchall().",
        ),
    ]


def _why_no_error(opened: object, tickets: int) -> Likely:
    return [
        (
            not isinstance(opened, sqlite3.Connection),
            "raise the error: raise ValueError(...), not return or print.",
        ),
        (not tickets, f"one orphan is enough. {_EVERY_TABLE}"),
        (
            True,
            "foreign_keys = ON asks nothing of rows that are there: ask PRAGMA "
            "foreign_key_check, fetch its rows, and raise if there are any.",
        ),
    ]


def _plant_orphans(path: Path, tickets: int) -> None:
    """Into two tables; the row number of the last is that of the first, too."""
    with closing(sqlite3.connect(path)) as careless:
        careless.executescript("""
            CREATE TABLE programme (
                id INTEGER PRIMARY KEY, premiere_id INTEGER REFERENCES premiere (id)
            );
            INSERT INTO programme VALUES (100, 77)
        """)
        careless.executemany(
            "INSERT INTO ticket (rowid, premiere_id, seat, holder) VALUES (?, ?, ?, 'Cem')",
            [(100 + n, 50 + n, n + 1) for n in range(tickets)],
        )
        careless.commit()


def _dump(path: Path) -> list[str]:
    """The statements that would make the file anew: its tables, indexes and rows."""
    with closing(sqlite3.connect(path)) as look:
        return [*look.iterdump()]


def _is_left(judge: Judge, path: Path, before: list[str], called: str) -> None:
    now = _dump(path)
    gone = [line for line in before if line not in now]
    new = [line for line in now if line not in before]
    judge.that(
        now == before,
        called=f"{called}; then what the file holds",
        got=f"gone: {gone[:1] or 'nothing'}, new: {new[:1] or 'nothing'}",
        expected="tables and rows as they were",
        likely=[
            (gone, "report orphans; do not delete or repair them."),
            (True, "opening a file adds nothing to it."),
        ],
    )


def readers(open_office: OpenOffice, new_office: NewOffice, sold: int) -> None:
    """While one connection holds a write transaction, others read, and open the file."""
    with judging("E1: readers and a writer do not wait for each other") as judge:
        path = new_office()
        with (
            closing(open_office(path)) as writer,
            closing(sqlite3.connect(path, timeout=0)) as reader,
        ):
            _uses_wal(judge, reader)
            writer.execute("PRAGMA busy_timeout = 0")
            writer.execute("BEGIN EXCLUSIVE")
            new = [(10 + n,) for n in range(sold)]
            writer.executemany("INSERT INTO ticket VALUES (1, ?, 'Ben')", new)
            count = partial(_tickets, reader)
            step = partial(_step, judge)
            step("a reader counts, while a writer holds its transaction", count, 1)
            step(
                "open_office(path) by a third, while a writer holds its transaction",
                lambda: open_office(path).close(),
                None,
            )
            reader.execute("BEGIN")
            step("a reader begins a transaction and counts", count, 1)
            called = "the writer commits, while the reader's transaction is open"
            step(called, writer.commit, None)
            step("the reader counts again in its transaction", count, 1)
            reader.rollback()
            step("the reader counts in a new transaction", count, 1 + sold)


def _uses_wal(judge: Judge, reader: sqlite3.Connection) -> None:
    try:
        mode = reader.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.OperationalError as error:
        judge.that(
            False,
            called="a reader opens the file, after open_office(path)",
            got=str(error),
            expected="it is not locked",
            likely="the connection holds the file for itself: leave locking_mode as it is, and "
            "no transaction open.",
        )
        raise
    judge.equal(
        mode,
        "wal",
        called="open_office(path); then PRAGMA journal_mode, asked by another connection",
        likely="PRAGMA journal_mode = WAL changes the file, if no transaction is open; then "
        "nothing may change it back.",
    )


def _tickets(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM ticket").fetchone()[0])


def _step(judge: Judge, called: str, action: Callable[[], object], expected: int | None) -> None:
    try:
        got = action()
    except sqlite3.OperationalError as error:
        got = str(error)
    judge.that(
        got == expected,
        called=called,
        got=got,
        expected=expected,
        likely=[
            (
                "locked" in str(got),
                "somebody holds the whole file: opening must not write, and locking_mode stays "
                "as it is.",
            ),
            (True, "the reader sees what was committed when its transaction began."),
        ],
    )


# --- E2: one live hold for each seat ----------------------------------------------------------


def refuses(hold_table: Text, evening: int, seat: int, year: int) -> None:
    """A second session's wrong rows are refused, each by its SQLSTATE, each after a right one."""
    with judging("E2: the table refuses wrong holds") as judge, Postgres.start() as server:
        holds.make(judge, server, hold_table(), [evening, evening + 1])
        until = datetime(year, 5, 21, 19, 30, tzinfo=UTC)
        plain = {"performance_id": evening, "seat": seat, "customer": "Ada", "until": until}
        lapsed = plain | {"state": "lapsed"}
        with server.client() as second:
            for wrong in holds.wrong_holds(evening, seat):
                holds.accepts(judge, second, {**lapsed, **wrong.legal}, wrong)
                holds.refuses(judge, second, {**lapsed, **wrong.illegal}, wrong)
            holds.is_live_by_default(judge, second, plain | {"seat": seat + 7})
            holds.refuses_an_update(judge, second, evening, seat)
            holds.is_as_described(judge, second)


def upsert(hold_table: Text, hold_seat: Text, evening: int, seat: int, year: int) -> None:
    """One statement makes a hold, extends one's own, leaves another's alone, in a race, too."""
    title = "E2: a hold is made, extended or left alone"
    with judging(title) as judge, Postgres.start() as server:
        holds.make(judge, server, hold_table(), [evening, evening + 1])
        statement = hold_seat()
        desk.names_its_values(judge, statement)
        with (
            server.client() as first,
            server.client() as second,
            server.client(autocommit=True) as watch,
        ):
            customers = desk.Desk(judge, first, statement, evening, seat, year)
            ada = desk.makes_a_hold(customers)
            desk.extends_ones_own(customers, ada)
            desk.leaves_anothers_alone(customers, ada)
            desk.tells_seats_apart(customers)
            desk.passes_by_what_lapsed(customers, ada)
            desk.meets_in_a_race(customers, second, watch)


# --- E3: the port -----------------------------------------------------------------------------


def tables(
    mariadb_tables: Text, postgres_tables: str, sqlite_tables: str, title: str, seat: int
) -> None:
    """The same tables, keys and relationships on three engines, and the same refusals."""
    with (
        judging("E3: the tables are the same on all three") as judge,
        closing(sqlite3.connect(":memory:")) as lite,
        Postgres.start() as postgres,
        MariaDB.start() as maria,
    ):
        lite.executescript(sqlite_tables)
        with postgres.client() as given:
            given.execute(postgres_tables.encode())
        with closing(maria.client()) as db:
            db.cursor().execute(port.AS_INES_RUNS_IT)
            port.makes_tables(judge, db, mariadb_tables())
            found = [relations(postgres.sqlalchemy_url), relations(maria.sqlalchemy_url)]
            port.are_related_alike(judge, relations(lite), *found)
            port.are_of_the_same_types(judge, db)
            port.have_primary_keys(judge, db)
            made = port.make_their_keys(judge, db, title)
            for attack in port.wrong_rows(made, title, seat):
                judge_attack(judge, db, attack)
            port.keep_what_others_need(judge, db, made)


def report(mariadb_report: Text, postgres_report: str, sales: Sales) -> None:
    """Under ONLY_FULL_GROUP_BY the report gives on MariaDB what the given one gives."""
    title = "E3: the report says what the given one says"
    with judging(title) as judge, MariaDB.start() as maria:
        script = reports.script(sales)
        with closing(sqlite3.connect(":memory:")) as given:
            given.executescript(script)
            want = given.execute(postgres_report).fetchall()
        query = mariadb_report()
        judge.that(
            isinstance(query, str),
            called="mariadb_report()",
            got=repr(query),
            expected="a text",
            likely="return the query as a text.",
        )
        with closing(maria.client()) as db:
            port.run(db, script)
            db.cursor().execute(port.AS_INES_RUNS_IT)
            got = reports.reported(judge, db, query, want)
        judge.that(
            got == want,
            called=reports.CALLED,
            got=f"{got}",
            expected=f"{want}",
            likely=reports.why_other_rows(got, want),
        )
        judge.that(
            "order by" in " ".join(query.lower().split()),
            called="mariadb_report()",
            got="a query without ORDER BY",
            expected="ORDER BY performance.id",
            likely="the rows were in order by chance: without ORDER BY any order is right.",
        )
