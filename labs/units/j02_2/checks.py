"""What J02.2 asks of an answer: each check is one claim."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress

from labs.judges import Judge, Likely, judging, plans, queries
from labs.units.j02_2 import monday, slow, stage
from labs.units.j02_2.window import Window

Question = Callable[[], str]
"""Returns the text of one query."""

OF_THE_PAGE = {"name": 1, "town": 1, "latest": 2, "evenings": 3, "paid": 1, "account": 3}
"""How many columns the page shows of each part."""


# --- E1: Priya's Monday -----------------------------------------------------------------------


def largest_by_other_means(not_by_card: Question, seed: int) -> None:
    """The five largest payments by other means; equal ones in the order asked for."""
    title = "E1: the five largest payments that were not by card"
    with judging(title) as judge, closing(stage.equal_payments(seed)) as db:
        called, sql = f"the query of not_by_card(), box office {seed}", not_by_card()
        right, mistakes = monday.largest_by_other_means(db)
        columns = ["id", "method", "pence"]
        queries.same_rows(judge, db, sql, right, called=called, columns=columns, mistakes=mistakes)
        queries.uses(judge, sql, "WHERE", "ORDER BY", "LIMIT", called=called)
        texts = (f'"{method}"' for method in ("card", "voucher", "transfer"))
        quoted = [text for text in texts if text in sql]
        judge.that(
            not quoted,
            called=called,
            got=f"{' and '.join(quoted)} in double quotes",
            expected="'single' quotes",
            likely="double quotes mean a column. As there is none, SQLite takes it for a text; "
            "other databases refuse it.",
        )


def not_yet_on_a_date(not_planned: Question, seed: int) -> None:
    """The shows that have no partner in performance, by LEFT JOIN."""
    title = "E1: the shows without a performance"
    with judging(title) as judge, closing(stage.last_show_first(seed)) as db:
        called, sql = f"the query of not_planned(), box office {seed}", not_planned()
        right, mistakes = monday.not_yet_on_a_date(db)
        if not queries.clauses(sql)["LEFT JOIN"]:
            dropped = "JOIN drops what has no partner before WHERE looks at it. LEFT JOIN keeps it."
            mistakes.append(([], f"no row: {dropped}"))
        queries.same_rows(
            judge, db, sql, right, called=called, columns=["title"], mistakes=mistakes
        )
        queries.uses(judge, sql, "LEFT JOIN", "IS NULL", called=called)
        queries.sorts(judge, sql, 1, called=called)


def with_eight_orders(regulars: Question, seed: int) -> None:
    """Customers with at least eight orders; namesakes stay two customers."""
    title = "E1: the customers with at least eight orders"
    with judging(title) as judge, closing(stage.namesakes(seed)) as db:
        called, sql = f"the query of regulars(), box office {seed}", regulars()
        right, mistakes = monday.with_eight_orders(db)
        columns = ["name", "orders"]
        queries.same_rows(judge, db, sql, right, called=called, columns=columns, mistakes=mistakes)
        queries.uses(judge, sql, "GROUP BY", "HAVING", called=called)
        queries.sorts(judge, sql, 2, called=called)


def quietest(quiet_evenings: Question, seed: int) -> None:
    """The evenings with the fewest tickets, those without any among them, counted as 0."""
    title = "E1: the ten quietest evenings, with 0 for none"
    with judging(title) as judge, closing(stage.quiet_pairs(seed)) as db:
        called, sql = f"the query of quiet_evenings(), box office {seed}", quiet_evenings()
        right, mistakes = monday.quietest(db)
        columns = ["id", "starts", "tickets"]
        queries.same_rows(judge, db, sql, right, called=called, columns=columns, mistakes=mistakes)
        queries.uses(judge, sql, "LEFT JOIN", "GROUP BY", "LIMIT", called=called)
        queries.sorts(judge, sql, 2, called=called)


# --- E2: the page's queries by hand -----------------------------------------------------------


def reads(name: Question, town: Question, latest: Question, evenings: Question, seed: int) -> None:
    """Name, town, latest orders and evenings are those of the page, for all sorts of customers."""
    with judging("E2: name, town, latest and evenings are those of the page") as judge:
        db, busy = stage.same_minute(seed)
        with closing(db):
            shown = Window(db)
            parts = [
                ("name", name, shown.name, 0),
                ("town", town, shown.town, 0),
                ("latest", latest, shown.latest, 2),
                ("evenings", evenings, shown.visits, 3),
            ]
            for customer in [
                busy,
                shown.first(lambda orders: not orders),
                next(number for number in shown.names if number not in shown.towns),
                shown.first(lambda orders: any(not tickets for _, tickets, _ in orders)),
                next(number for number, known in shown.towns.items() if known is None),
                *range(2, 200, 19),
            ]:
                for part, query, show, keys in parts:
                    called = f"the query of {part}(), customer {customer} of box office {seed}"
                    sql = query()
                    right, mistakes = show(customer)
                    queries.same_rows(
                        judge,
                        db,
                        sql,
                        right,
                        called=called,
                        parameters={"customer": customer},
                        mistakes=mistakes,
                    )
                    queries.sorts(judge, sql, keys, called=called)


def sums(paid: Question, account: Question, seed: int) -> None:
    """Sums are made by the database: 0 for nobody's payments, and no payment or seat twice."""
    with judging("E2: paid and account add up each payment and each seat once") as judge:
        db, two_evenings = stage.seat_of_two_evenings(seed)
        with closing(db):
            shown = Window(db)
            some = [
                shown.first(lambda orders: any(number == two_evenings for number, *_ in orders)),
                shown.first(lambda orders: any(not tickets for _, tickets, _ in orders)),
                shown.first(lambda orders: not orders),
                *range(2, 200, 23),
            ]
            for part, query, show, slips, columns in (
                ("paid", paid, shown.paid, shown.slips_of_paid, ["pence"]),
                (
                    "account",
                    account,
                    shown.account,
                    shown.slips_of_account,
                    ["order", "seats", "pence"],
                ),
            ):
                for customer in (shown.telling(slips), *some):
                    orders = shown.orders[customer]
                    called = f"the query of {part}(), customer {customer} of box office {seed}"
                    got = queries.same_rows(
                        judge,
                        db,
                        query(),
                        show(orders),
                        called=called,
                        parameters={"customer": customer},
                        mistakes=slips(orders),
                        columns=columns,
                    )
                    queries.whole_numbers(judge, got, called=called)
            queries.sorts(judge, account(), 1, called="the query of account()")


def columns(asked: Sequence[Question], seed: int) -> None:
    """No query returns a column that the page does not show, and none asks for all of them."""
    title = "E2: no column that the page does not show"
    with judging(title) as judge, closing(stage.next_year(seed)) as db:
        for query, (part, count) in zip(asked, OF_THE_PAGE.items(), strict=True):
            called = f"the query of {part}(), where each table has one column more"
            sql, of_one = query(), {"customer": 3}
            found = queries.run(judge, db, sql, called=called, parameters=of_one).columns
            judge.that(
                len(found) == count,
                called=called,
                got=f"{len(found)} column{'s' * (len(found) > 1)}: {', '.join(found)}",
                expected=f"{count} as shown by the page",
                likely=[
                    (len(found) < count, "a column that the page shows is missing."),
                    (
                        "added_next_year" in found,
                        "* brings every column, also those that are added next year: name the "
                        "ones that are shown.",
                    ),
                    (True, "the page does not show all of them."),
                ],
            )


# --- E3: four slow queries --------------------------------------------------------------------


def from_the_customer(
    seats_of: Question, season: sqlite3.Connection, steps: int, *, seed: int, customer: int
) -> None:
    """A customer's seats, found from the customer; `steps` are those of Tom's query."""
    title = "E3: seats_of finds the seats from the customer"
    with judging(title) as judge, closing(stage.indexed_as(season, seed)) as db:
        called, sql = "the query of seats_of()", seats_of()
        for number in (*range(1, 200, 25), _of_an_order_returned(db)[1]):
            queries.same_rows(
                judge,
                db,
                sql,
                slow.seats(db, number),
                called=f"{called}, customer {number} of box office {seed}",
                parameters={"customer": number},
            )
        queries.sorts(judge, sql, 2, called=called)
        _reads_no_more_than(judge, sql, "orders", "ticket", called=called)
        found = queries.clauses(sql)
        plans.judge_cost(
            judge,
            season,
            sql,
            called=called,
            parameters={"customer": customer},
            slow=steps,
            likely=[
                (
                    not found["JOIN"] and found["WHERE"] > 1,
                    "the subquery still asks for each ticket who ordered it: JOIN orders, and "
                    "choose the customer there.",
                ),
                (
                    True,
                    "start at orders: an index leads from the customer to orders, another from an "
                    "order to its tickets.",
                ),
            ],
        )


def _reads_no_more_than(judge: Judge, sql: str, *needed: str, called: str) -> None:
    """No table is read that the answer does not need, however few rows are found in it."""
    more = sorted(queries.tables(sql) - set(needed))
    judge.that(
        not more,
        called=called,
        got=f"reads {', '.join(more)} too",
        expected=" and ".join(needed),
        likely=f"no {' or '.join(more)} is needed here: a join with it reads rows for nothing, and "
        "DISTINCT or GROUP BY only hides that.",
    )


def _of_an_order_returned(db: sqlite3.Connection) -> tuple[int, int]:
    """An order whose seats were all returned, and its customer."""
    returned = "SELECT id, customer_id FROM orders WHERE id NOT IN (SELECT order_id FROM ticket)"
    order, customer = db.execute(returned).fetchone()
    return order, customer


def bare_column(
    placed_on: Question, season: sqlite3.Connection, steps: int, *, seed: int, day: str
) -> None:
    """The orders of a day, its first and last minute among them, by a range on the bare column."""
    title = "E3: placed_on asks for a range of the bare column"
    with judging(title) as judge, closing(stage.busy_minutes(season, seed)) as db:
        called, sql = "the query of placed_on()", placed_on()
        is_bare = _finds_a_bare_day(sql)
        for date in ("2026-10-01", "2026-09-30", "2026-07-14", "2031-01-01"):
            right, mistakes = slow.orders_of_a_day(db, date)
            if is_bare:
                no_range = "no order has the bare day as its time: a day is a range of times."
                mistakes.insert(0, ([], no_range))
            queries.same_rows(
                judge,
                db,
                sql,
                right,
                called=f"{called}, {date} of box office {seed}",
                parameters={"day": date},
                mistakes=mistakes,
            )
        queries.sorts(judge, sql, 1, called=called)
        _reads_no_more_than(judge, sql, "orders", called=called)
        plans.judge_cost(
            judge,
            season,
            sql,
            called=called,
            parameters={"day": day},
            slow=steps,
            likely=_why_no_index_by_time(sql),
        )


def _finds_a_bare_day(sql: str) -> bool:
    """Whether it compares the time with the day itself, which no time is equal to."""
    day = "2026-10-01"
    with closing(stage.bare_day(day)) as db, suppress(sqlite3.Error, TypeError):
        return [row[0] for row in queries.fetch(db, sql, {"day": day}).rows] == [7]
    return False


def _why_no_index_by_time(sql: str) -> Likely:
    functions = ("date(placed", "substr(", "substring(", "strftime(")
    return [
        (
            queries.clauses(sql)["LIKE"],
            "LIKE takes a for A, so this index does not serve it: ask for a range.",
        ),
        (
            any(function in sql.lower() for function in functions),
            "a function stands around placed: leave the column bare, and ask for a range.",
        ),
        (True, "leave placed bare, and ask for a range."),
    ]


def one_order(
    payments_of: Question, season: sqlite3.Connection, steps: int, *, seed: int, order: int
) -> None:
    """One order's payments, chosen by the database; no column that is not needed."""
    title = "E3: payments_of fetches what is needed"
    with judging(title) as judge, closing(stage.paid_backwards(season, seed)) as db:
        called, sql = "the query of payments_of()", payments_of()
        twice = db.execute(
            "SELECT order_id FROM payment GROUP BY order_id HAVING count(*) > 1 LIMIT 6"
        ).fetchall()
        returned, _ = _of_an_order_returned(db)
        for number in [*(number for (number,) in twice), 7, 99_999, returned]:
            right, mistakes = slow.payments(db, number)
            if number == returned:
                mistakes.append(([], PAID_AND_RETURNED))
            queries.same_rows(
                judge,
                db,
                sql,
                right,
                called=f"{called}, order {number} of box office {seed}",
                parameters={"order": number},
                columns=["id", "pence"],
                mistakes=mistakes,
            )
        queries.sorts(judge, sql, 1, called=called)
        _reads_no_more_than(judge, sql, "payment", called=called)
        plans.judge_cost(
            judge,
            season,
            sql,
            called=called,
            parameters={"order": order},
            slow=steps,
            likely="leave order_id bare in WHERE: the index payment_by_order leads to it.",
        )


PAID_AND_RETURNED = (
    "all its seats were returned, so no ticket leads to it; its payments are still there: "
    "no ticket is needed here."
)


OFFSET_WALKS = (
    "OFFSET walks over the rows that it throws away: ask for rows after the last one, by "
    ":performance and :seat."
)


def after_the_last(
    next_page: Question, season: sqlite3.Connection, steps: int, *, seed: int, before: int
) -> None:
    """The next twenty tickets, found from the last one of the page before."""
    title = "E3: next_page goes on after the last ticket"
    with judging(title) as judge, closing(stage.indexed_as(season, seed)) as db:
        called, sql = "the query of next_page()", next_page()
        if isinstance(sql, str):
            queries.avoids(judge, sql, "OFFSET", called=called, likely=OFFSET_WALKS)
        tickets = sorted((t.performance_id, t.seat, t.pence) for t in queries.table(db, "ticket"))
        for skipped in (1, 20, 333, 1_000, len(tickets) - 5, len(tickets)):
            performance, seat, _ = tickets[skipped - 1]
            right, mistakes = slow.tickets_after(tickets, skipped)
            queries.same_rows(
                judge,
                db,
                sql,
                right,
                called=f"{called} after seat {seat} of performance {performance}, "
                f"box office {seed}",
                parameters={"performance": performance, "seat": seat},
                columns=["performance_id", "seat", "pence"],
                mistakes=mistakes,
            )
        queries.sorts(judge, sql, 2, called=called)
        _reads_no_more_than(judge, sql, "ticket", called=called)
        last = "SELECT performance_id, seat FROM ticket ORDER BY 1, 2 LIMIT 1 OFFSET ?"
        performance, seat = season.execute(last, (before - 1,)).fetchone()
        plans.judge_cost(
            judge,
            season,
            sql,
            called=called,
            parameters={"performance": performance, "seat": seat},
            slow=steps,
            likely="compare the two bare columns with the last ticket, as a pair.",
        )
