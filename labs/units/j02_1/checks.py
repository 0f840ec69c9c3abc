"""What J02.1 asks of an answer: each check is one claim."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing

from labs import datasets
from labs.judges import (
    Judge,
    Kind,
    Relation,
    database_of,
    insert,
    judge_accepted,
    judge_attack,
    judge_never_null,
    judging,
    queries,
    relations,
)
from labs.judges.refusals import Row
from labs.units.j02_1 import attacks, causes, given
from labs.units.j02_1.given import Line
from labs.units.j02_1.totals import totals

Tables = Callable[[], str]
"""Returns CREATE TABLE statements."""
Load = Callable[[sqlite3.Connection, Iterable[Line]], list[tuple[int, str]]]
"""Loads lines into ticket, and returns those that were refused, with the reason."""


# --- E1: a seat is sold once ------------------------------------------------------------------


def wrong_tickets(ticket_table: Tables, *, evening: int, seat: int) -> None:
    """Raw INSERTs of wrong tickets are refused by the table, after a right one was accepted."""
    with judging("E1: the table refuses wrong tickets") as judge:
        db = database_of(judge, given.SHOWS, given.ORDERS_FOR_NOW, ticket_table)
        found = _lower(relations(db).tables).get("ticket")
        wanted = ["performance_id", "seat", "band", "pence", "order_id"]
        judge.that(
            found == wanted,
            called="the columns of ticket",
            got=found or "there is no table ticket",
            expected=wanted,
            likely=[
                (found is None, "ticket is missing: is its name that of the text?"),
                (True, "the columns, in this order and no more."),
            ],
        )
        for table, row in attacks.two_evenings(evening):
            is_given = f"{table} is given: does your text change it?"
            judge_accepted(judge, db, table, row, is_given)
        for attack in attacks.on_tickets(evening, seat):
            judge_attack(judge, db, attack)
        typed = attacks.a_ticket(evening, seat + 60, 1001)
        _holds_whole_numbers(judge, db, "ticket", typed, [name for name in typed if name != "band"])


def _holds_whole_numbers(
    judge: Judge, db: sqlite3.Connection, table: str, row: Row, columns: Iterable[str]
) -> None:
    """A right row that comes as texts, as from a file, becomes whole numbers in these columns."""
    judge_accepted(judge, db, table, {name: str(value) for name, value in row.items()})
    for column in columns:
        kinds = {kind for (kind,) in db.execute(f"SELECT typeof({column}) FROM {table}")}  # noqa: S608 - our names
        judge.that(
            kinds == {"integer"},
            called=f"{table}.{column}, sent as the text '{row[column]}'",
            got=f"kept as {' and '.join(sorted(kinds - {'integer'}))}",
            expected="kept as integer",
            likely=f"{column} is INTEGER: a TEXT sorts 9 after 10, a REAL holds half a penny.",
        )


def _lower(tables: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The columns by table, in small letters: SQL does not tell them from capitals."""
    return {
        table.lower(): [column.lower() for column in columns] for table, columns in tables.items()
    }


def many_tickets(ticket_table: Tables, *, order: int) -> None:
    """An order has many tickets; a ticket has one order, and never none."""
    with judging("E1: an order has many tickets, a ticket has one order") as judge:
        db = database_of(judge, given.SHOWS, given.ORDERS_FOR_NOW, ticket_table)
        db.executescript("""
            INSERT INTO venue VALUES (1, 'Oxbow Theatre');
            INSERT INTO show VALUES (1, 'Dido');
            INSERT INTO performance VALUES (5, 1, 1, '2027-03-23T19:30');
        """)
        db.executemany("INSERT INTO orders VALUES (?)", [(order,), (order + 1,)])
        _takes_three_tickets(judge, db, order)
        for attack in attacks.on_the_order(order):
            judge_attack(judge, db, attack)
        edges = [edge for edge in relations(db) if edge.child.lower() == "ticket"]
        to_orders = [edge.cardinality for edge in edges if edge.parent.lower() == "orders"]
        judge.that(
            to_orders == ["one-to-many"],
            called="the foreign keys of ticket",
            got=[str(edge) for edge in edges],
            expected="ticket.order_id → orders: one-to-many",
            likely="order_id alone leads to orders, and is no key of its own.",
        )
        joined = "SELECT 1 FROM orders o JOIN ticket t ON t.order_id = o.id WHERE o.id = ?"
        lines = db.execute(joined, (order,)).fetchall()
        judge.that(
            len(lines) == 3,
            called=f"order {order}, joined with its tickets",
            got=f"{len(lines)} rows",
            expected="3 rows, one for each ticket",
            likely="tickets were replaced or dropped: is there an ON CONFLICT?",
        )


def _takes_three_tickets(judge: Judge, db: sqlite3.Connection, order: int) -> None:
    for seat in (1, 2, 3):
        refusal = insert(db, "ticket", attacks.a_ticket(5, seat, order))
        judge.that(
            refusal is None,
            called=f"ticket {seat} of 3 for order {order}",
            got=str(refusal),
            expected="accepted",
            likely=[
                (
                    seat > 1 and "order_id" in str(refusal),
                    "order_id is unique: an order may have many tickets.",
                ),
                (
                    seat > 1 and refusal and refusal.kind is Kind.UNIQUE,
                    "an evening has many seats: the key is the pair of performance_id and seat.",
                ),
                (
                    refusal and refusal.kind is Kind.FOREIGN_KEY,
                    "this evening and this order exist: order_id leads to orders, performance_id "
                    "to performance.",
                ),
                (True, "this ticket is right: which constraint is too strict?"),
            ],
        )


def loading(load: Load, ticket_table: Tables, sheet: Sequence[Line], *, order: int) -> None:
    """Lines go in as the table decides; the refused ones come back with its reason."""
    with judging("E1: what is refused is reported, what is accepted stays") as judge:
        db = database_of(judge, given.ODD_RULES)
        lines, settings = given.odd_lines(type(sheet[0]), order), _settings(db)
        _reports_what_is_refused(judge, load, db, lines)
        _keeps_what_is_accepted(judge, load, db, lines)
        judge.equal(
            _settings(db),
            settings,
            called="foreign keys and the level of isolation of db, after load(db, lines)",
            likely="load leaves the caller's connection as it is.",
        )
        _lets_other_errors_up(judge, load, db, lines[0])
        _loads_the_sheet(judge, load, ticket_table, sheet)


ODDLY = (
    "load(db, lines) on a table with odd rules: no seat 5, 10, 15 …, no order twice, and a price "
    "of -1 is fine"
)


def _reports_what_is_refused(
    judge: Judge, load: Load, db: sqlite3.Connection, lines: list[Line]
) -> None:
    expected = repr(given.REFUSED)
    with judge.calling(ODDLY, expected=expected, likely=causes.why_not_sent):
        got = load(db, (line for line in lines))
    judge.that(
        isinstance(got, list | tuple)
        and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in got),
        called=ODDLY,
        got=repr(got),
        expected=expected,
        likely=[
            (got is None, "return the list of refused lines: is a `return` missing?"),
            (True, "one pair for each refused line: (line.number, reason)."),
        ],
    )
    report = [(number, reason) for number, reason in got]
    rows = db.execute("SELECT * FROM ticket").fetchall()
    judge.that(
        report == given.REFUSED,
        called=ODDLY,
        got=repr(report),
        expected=expected,
        likely=causes.why_this_report(report, rows, lines),
    )


def _keeps_what_is_accepted(
    judge: Judge, load: Load, db: sqlite3.Connection, lines: list[Line]
) -> None:
    """Nothing is left to a commit by somebody else, whether or not a line was refused."""
    last = lines[-1]
    db.rollback()
    kept = _orders_in_ticket(db)
    judge.that(
        kept == [1, 3, last.order_id],
        called=f"{ODDLY}; then the orders in ticket",
        got=kept,
        expected=[1, 3, last.order_id],
        likely=[
            (
                not kept,
                "nothing stayed: db.commit() keeps what was accepted; db.rollback() drops it.",
            ),
            (
                kept == [last.order_id],
                "a rollback drops the lines before, too: leave out the refused one only.",
            ),
            (True, "every accepted line stays."),
        ],
    )
    _keeps_what_stood_there(judge, load, db, last)


def _keeps_what_stood_there(judge: Judge, load: Load, db: sqlite3.Connection, last: Line) -> None:
    """Lines of an earlier load stay, and so does a row that the caller has not committed yet."""
    one_more = last.order_id + 500
    db.execute("INSERT INTO ticket VALUES (9, 4, 'C', 1700, ?)", [one_more + 1])  # by the caller
    called = "load(db, lines) once more, with a good line, after a row of the caller's own"
    with judge.calling(called, likely=lambda _: "the caller's transaction is open: go on with it."):
        report = load(db, iter([type(last)(30, 9, 3, "C", 1700, one_more)]))
    db.rollback()
    kept, wanted = _orders_in_ticket(db), [1, 3, last.order_id, one_more, one_more + 1]
    judge.that(
        (list(report), kept) == ([], wanted),
        called=f"{called}; then the orders in ticket",
        got=f"{report!r}; {kept}",
        expected=f"[]; {wanted}",
        likely=[
            (report, "the list still holds the call before: make a new one in each call."),
            (one_more not in kept, "commit whether or not a line was refused."),
            (True, "what stood there before is gone: load adds rows, and removes none."),
        ],
    )


def _settings(db: sqlite3.Connection) -> tuple[int, str | None]:
    (foreign_keys,) = db.execute("PRAGMA foreign_keys").fetchone()
    return foreign_keys, db.isolation_level


def _orders_in_ticket(db: sqlite3.Connection) -> list[int]:
    return [number for (number,) in db.execute("SELECT order_id FROM ticket ORDER BY order_id")]


def _lets_other_errors_up(judge: Judge, load: Load, db: sqlite3.Connection, line: Line) -> None:
    for what, elsewhere, sent, no_refusal in [
        (
            "on a database without the table ticket",
            sqlite3.connect(":memory:"),
            line,
            "a missing table",
        ),
        (
            "with a price of 4500j, which SQLite cannot store",
            db,
            line._replace(pence=4500j),  # type: ignore[arg-type]
            "a value of a wrong kind",
        ),
    ]:
        raised = False
        got: object = None
        try:
            got = load(elsewhere, [sent])
        except sqlite3.Error:
            raised = True
        judge.that(
            raised,
            called=f"load(db, lines) {what}",
            got=repr(got),
            expected="the error goes up",
            likely=f"{no_refusal} is no refusal: catch sqlite3.IntegrityError alone.",
        )


def _loads_the_sheet(judge: Judge, load: Load, ticket_table: Tables, sheet: Sequence[Line]) -> None:
    db = database_of(judge, given.SHOWS, given.ORDERS_FOR_NOW, ticket_table)
    given.fill(db, sheet)
    sold, want = _sold_and_refused(sheet)
    report = load(db, sheet)
    got = [number for number, _ in report]
    (kept,) = db.execute("SELECT count(*) FROM ticket").fetchone()
    judge.that(
        (got, kept) == (want, len(sold)),
        called=f"load(db, lines) with {len(sheet):,} lines of the sheet, into your own table",
        got=f"{kept:,} tickets, {len(got)} refused: {got!s:.60}",
        expected=f"{len(sold):,} tickets, {len(want)} refused: {want!s:.60}",
        likely=[
            *(
                (True, f"line {number} is right, and your table refused it: {reason}")
                for number, reason in report
                if number not in want
            ),
            (
                kept == len(sold) and set(got) < set(want),
                "a refused line is not reported: each is, also if another had the same reason.",
            ),
            (
                kept + len(got) < len(sheet),
                "accepted lines are gone again: does the table say ON CONFLICT ROLLBACK, or "
                "REPLACE?",
            ),
            (
                set(want) - set(got),
                "a bad line was accepted: does the check of the table pass?",
            ),
            (True, "report the lines in the order in which they come."),
        ],
    )


def _sold_and_refused(sheet: Sequence[Line]) -> tuple[set[tuple[int, int]], list[int]]:
    """The seats that are sold, by evening; and the numbers of the lines that must be refused."""
    sold: set[tuple[int, int]] = set()
    refused = []
    for line in sheet:
        seat = line.performance_id, line.seat
        if seat in sold or not line.pence or line.pence < 0:
            refused.append(line.number)
        else:
            sold.add(seat)
    return sold, refused


# --- E2: people, money, artists ---------------------------------------------------------------

Leads = dict[tuple[str, str], tuple[str, str]]
"""Where a column leads to, and how many of its table may lead to the same row."""

LEADS: Leads = {
    ("performance", "show_id"): ("show", "one-to-many"),
    ("performance", "venue_id"): ("venue", "one-to-many"),
    ("customer_profile", "customer_id"): ("customer", "one-to-one"),
    ("orders", "customer_id"): ("customer", "one-to-many"),
    ("payment", "order_id"): ("orders", "one-to-many"),
    ("refund", "payment_id"): ("payment", "one-to-one"),
    ("show_artist", "show_id"): ("show", "one-to-many"),
    ("show_artist", "artist_id"): ("artist", "one-to-many"),
}
LEADS_OF_A_TICKET: Leads = {
    ("ticket", "performance_id"): ("performance", "one-to-many"),
    ("ticket", "order_id"): ("orders", "one-to-many"),
}


def relationships(
    people_tables: Tables, show_artist_table: Tables, *, with_tickets: bool = False
) -> None:
    """The relationships of the live schema are those of the text, with their cardinalities."""
    with judging("E2: the tables hang together as they should") as judge:
        more = [given.WIDE_TICKET] if with_tickets else []
        want = LEADS | LEADS_OF_A_TICKET if with_tickets else LEADS
        db = database_of(judge, given.SHOWS, given.READY, people_tables, show_artist_table, *more)
        found = relations(db)
        tables = _lower(found.tables)
        edges = {
            (edge.child.lower(), *(column.lower() for column in edge.columns)): edge
            for edge in found
        }
        for (child, column), (parent, cardinality) in want.items():
            edge = edges.get((child, column))
            called = f"the foreign key {child}.{column}, as the database tells it"
            judge.that(
                edge and edge.parent.lower() == parent,
                called=called,
                got=str(edge) if edge else "there is none",
                expected=f"{child}.{column} → {parent}",
                likely=causes.why_not_led(tables, child, column, parent, edge),
            )
            judge.that(
                edge and edge.cardinality == cardinality,
                called=called,
                got=str(edge),
                expected=cardinality,
                likely=causes.why_this_many(child, column, parent, cardinality),
            )
        _nothing_else_hangs_together(judge, edges, want)
        joins = [tuple(name.lower() for name in join) for join in found.many_to_many]
        judge.that(
            joins == [("artist", "show", "show_artist")],
            called="many-to-many, as the database tells it",
            got=joins,
            expected="artist and show through show_artist",
            likely="the pair must be a key: PRIMARY KEY (show_id, artist_id), or UNIQUE over both.",
        )


def _nothing_else_hangs_together(
    judge: Judge, edges: dict[tuple[str, ...], Relation], want: Leads
) -> None:
    # A table of methods, or of bands, is the learner's own affair.
    ours = {name for (child, _), (parent, _) in want.items() for name in (child, parent)}
    extra = [
        str(edge) for key, edge in edges.items() if key not in want and edge.parent.lower() in ours
    ]
    judge.that(
        not extra,
        called="the other foreign keys",
        got=extra,
        expected="none",
        likely="the text asks for one foreign key for each x_id, and no more.",
    )


def wrong_rows(people_tables: Tables, show_artist_table: Tables, *, first: int) -> None:
    """Raw INSERTs of wrong rows are refused by the tables, each after a right one was accepted."""
    with judging("E2: the tables refuse wrong rows") as judge:
        db = database_of(judge, given.SHOWS, given.READY, people_tables, show_artist_table)
        db.executemany("INSERT INTO show VALUES (?, ?)", [(first, "Dido"), (first + 1, "Medea")])
        db.executemany(
            "INSERT INTO artist VALUES (?, ?)",
            [(first, "Noor Dawes"), (first + 2, "Bo Lind"), (first + 4, "Cy Vale")],
        )
        db.execute("INSERT INTO customer VALUES (1, 'Ada', 'ada@example.org')")
        db.execute("INSERT INTO orders VALUES (?, 1, '2026-06-24T08:47')", (first,))
        for attack in (*attacks.on_payments(first), *attacks.on_pairs(first)):
            judge_attack(judge, db, attack)
        pay = attacks.a_payment(first)
        judge_never_null(judge, db, "payment", pay | {"id": None}, attacks.NUMBERED)
        _holds_whole_numbers(judge, db, "payment", pay | {"id": first + 60}, ["pence"])


def one_profile(people_tables: Tables, show_artist_table: Tables, *, first: int) -> None:
    """A customer has one profile or none, and a profile has a customer."""
    with judging("E2: a customer has one profile at most") as judge:
        db = database_of(judge, given.SHOWS, given.READY, people_tables, show_artist_table)
        for number in range(first, first + 7):
            customer = number, "Ada", f"ada{number}@example.org"
            db.execute("INSERT INTO customer VALUES (?, ?, ?)", customer)
        for attack in attacks.on_profiles(first):
            judge_attack(judge, db, attack)
        judge_never_null(
            judge,
            db,
            "customer_profile",
            attacks.a_profile(None, "Oxbow", 1),
            "UNIQUE and REFERENCES let NULL through: PRIMARY KEY, or NOT NULL beside UNIQUE.",
        )
        edges = [edge for edge in relations(db) if edge.child.lower() == "customer_profile"]
        judge.that(
            [(edge.parent.lower(), edge.cardinality) for edge in edges]
            == [("customer", "one-to-one")],
            called="the foreign keys of customer_profile",
            got=[str(edge) for edge in edges],
            expected="customer_profile.customer_id → customer: one-to-one",
            likely="customer_id alone is both the foreign key and a key.",
        )


# --- E3: count money once ---------------------------------------------------------------------


def counted_once(order_totals: Callable[[], str], seed: int | None = None) -> None:
    """Each order has one row; payments and tickets are counted once."""
    with judging("E3: money is counted once") as judge:
        office = datasets.sample(seed) if seed else given.six_orders()
        with closing(office) as db:
            right, mistakes = totals(db)
            called = f"order_totals() on {'another box office' if seed else 'six orders'}"
            got = queries.same_rows(
                judge,
                db,
                order_totals(),
                right,
                called=called,
                mistakes=mistakes,
                columns=("id", "paid", "tickets"),
            )
            queries.whole_numbers(judge, got, called=called)
