"""What `checks.upsert` stands on: customers who ask for seats, one after another and at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from time import sleep

import psycopg

from labs.judges import Judge, Likely
from labs.units.j02_4.holds import PostgresClient


@dataclass
class Desk:
    """Customers ask for one seat of one evening by the learner's statement."""

    judge: Judge
    db: PostgresClient
    statement: str
    evening: int
    seat: int
    year: int

    def __post_init__(self) -> None:
        self.db.execute("SET TIME ZONE 'UTC'")
        late = enumerate((10, 20, 30, 40))
        self._times = [datetime(self.year, 5, 21 + n, 19, m, tzinfo=UTC) for n, m in late]
        self.shown = [_shown(time) for time in self._times]
        """Four moments, each later than the one before, until which a seat may be held."""

    def ask(  # noqa: PLR0913 - who asks for what, until when, and where
        self,
        called: str,
        customer: str,
        until: int,
        *,
        seat: int | None = None,
        evening: int | None = None,
        db: PostgresClient | None = None,
    ) -> int | None:
        """What the statement returns: an id, or None if no row came back.

        `until` is the number of one of the moments in `shown`.
        Raises CheckFailed if PostgreSQL does not execute it.
        """
        values = {
            "performance_id": evening or self.evening,
            "seat": seat or self.seat,
            "customer": customer,
            "until": self._times[until],
        }
        try:
            row = (db or self.db).execute(self.statement.encode(), values).fetchone()
        except psycopg.Error as error:
            name = error.sqlstate or type(error).__name__
            self.judge.that(
                False,
                called=called,
                got=f"{name}: {str(error).splitlines()[0]}",
                expected="an answer, not an error",
                likely=_why_not_executed(error, self.statement),
            )
            raise
        self.judge.that(
            row is None or row[0] is not None,
            called=called,
            got="a row without an id",
            expected="an id, or no row",
            likely="hiding the id changes the row all the same: a WHERE after DO UPDATE leaves it "
            "alone, and no row returns.",
        )
        return None if row is None else row[0]

    def live(
        self, seat: int | None = None, evening: int | None = None
    ) -> list[tuple[int, str, str]]:
        """The live holds on a seat: id, customer, until when."""
        asked = """
            SELECT id, customer, until FROM hold
            WHERE performance_id = %s AND seat = %s AND state = 'live' ORDER BY id
        """
        rows = self.db.execute(asked, (evening or self.evening, seat or self.seat))
        return [(number, customer, _shown(until)) for number, customer, until in rows]


def _shown(time: datetime) -> str:
    return f"{time:%d %B %Y %H:%M}"


def _why_not_executed(error: psycopg.Error, statement: str) -> Likely:
    code, said = error.sqlstate, str(error)
    return [
        (
            code == "42P10",
            "no unique index fits ON CONFLICT (…): the same columns, and after them the WHERE of "
            "the index.",
        ),
        (code == "42P18", "no quotes round %(name)s: the value is no part of the text."),
        (
            code == "42704" or "inference" in said,
            "a partial index is no constraint: after ON CONFLICT name its columns, and its WHERE.",
        ),
        (
            code == "23505" and "ON CONFLICT" in statement.upper(),
            "ON CONFLICT names another key than the one that refuses: the columns of your index, "
            "and its WHERE.",
        ),
        (
            code == "23505",
            "ON CONFLICT must take this: looking first, in the same statement, loses the race.",
        ),
        ("produce records" in said, "RETURNING id gives the number back."),
        (
            code == "42702" and '"until"' in said,
            "in SET: excluded.until. Until alone may be either row's.",
        ),
        (
            code == "42702",
            "in DO UPDATE's WHERE, say whose column: hold.customer, excluded.customer.",
        ),
        ("multiple commands" in said, "one statement only."),
        (
            code == "23503",
            "this performance exists: do the values stand in the order of the columns?",
        ),
        (
            code == "42P01",
            "the row that is there is called hold, the one that did not get in excluded.",
        ),
        (True, "PostgreSQL says what is wrong with the statement."),
    ]


def _is_waiting(watch: PostgresClient, other: PostgresClient) -> bool:
    """Whether the other session waits for a lock."""
    asked = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
    row = watch.execute(asked, (other.info.backend_pid,)).fetchone()
    return bool(row and row[0])


def names_its_values(judge: Judge, statement: object) -> None:
    """The answer is a text in which each value has its place."""
    names = ("performance_id", "seat", "customer", "until")
    missing = [f"%({name})s" for name in names if f"%({name})s" not in str(statement)]
    judge.that(
        isinstance(statement, str) and not missing,
        called="hold_seat()",
        got=f"{statement!r:.200}",
        expected=f"a text with {', '.join(missing)}",
        likely=[
            (not isinstance(statement, str), "return the statement as a text."),
            (True, "a value travels beside the text, and %(name)s is its place."),
        ],
    )


def makes_a_hold(desk: Desk) -> int | None:
    """On a free seat a hold is made; its id."""
    until = desk.shown[0]
    called = f"hold: Ada, performance {desk.evening}, seat {desk.seat}, until {until}; "
    called += "the seat is free"
    ada = desk.ask(called, "Ada", 0)
    live = desk.live()
    other = desk.db.execute("SELECT FROM hold WHERE state <> 'live'").fetchall()
    desk.judge.that(
        isinstance(ada, int) and live == [(ada, "Ada", until)],
        called=called,
        got=f"returned {ada!r}, live: {live}",
        expected="the id of one live hold, Ada's, until then",
        likely=[
            (ada is None and live, "the hold was made, and no row came back: RETURNING id."),
            (other, "the hold is not live: leave out state, which is live by default."),
            (True, "insert the four parameters, each into its column, and return the id."),
        ],
    )
    return ada


def extends_ones_own(desk: Desk, ada: int | None) -> None:
    """Ada's own hold gets a later time, an earlier one, the same again; then the later."""
    for until, called, likely in [
        (1, f"hold: Ada again, until {desk.shown[1]}", ""),
        (
            0,
            f"hold: Ada once more, until {desk.shown[0]}, which is earlier",
            "the new time holds, earlier or later: SET until = excluded.until, and no other "
            "condition than the customer.",
        ),
        (
            0,
            f"hold: Ada, until {desk.shown[0]} again: a request that is sent twice",
            "her hold is hers, whatever the time was before: its id is returned, and no other "
            "condition stands beside the customer.",
        ),
    ]:
        answer, hers = desk.ask(called, "Ada", until), [(ada, "Ada", desk.shown[until])]
        desk.judge.that(
            (answer, desk.live()) == (ada, hers),
            called=called,
            got=f"returned {answer!r}, live: {desk.live()}",
            expected=f"returned {ada}, live: {hers}",
            likely=likely or _why_not_extended(desk, ada, answer),
        )
    desk.ask("", "Ada", 1)
    desk.db.commit()


def _why_not_extended(desk: Desk, ada: int | None, answer: int | None) -> Likely:
    as_it_was = desk.live() == [(ada, "Ada", desk.shown[0])]
    return [
        (answer is None and not as_it_was, "RETURNING id, after an update too."),
        (
            answer is None and "DO NOTHING" in desk.statement.upper(),
            "DO NOTHING returns no row, and extends nothing: DO UPDATE SET until = excluded.until.",
        ),
        (
            answer is None,
            "her own hold was left alone: the WHERE of DO UPDATE asks for the customer, and for "
            "nothing else. The state decides, not the clock.",
        ),
        (
            as_it_was,
            "the new time is excluded.until, or the parameter: until alone is the old one.",
        ),
        (True, "the hold stays, with the new time."),
    ]


def leaves_anothers_alone(desk: Desk, ada: int | None) -> None:
    """Nobody else gets Ada's seat, nor changes her time."""
    hers = [(ada, "Ada", desk.shown[1])]
    otherwise = (
        "a customer who is written otherwise is another: hold.customer = excluded.customer, not "
        "lower(…) or LIKE."
    )
    for who, likely in [("Ben", ""), ("ada", otherwise), ("A%", otherwise)]:
        called = f"hold: {who}, on Ada's seat, until later"
        answer, live = desk.ask(called, who, 2), desk.live()
        desk.judge.that(
            (answer, live) == (None, hers),
            called=called,
            got=f"returned {answer!r}, live: {live}",
            expected=f"no row, live: {hers}",
            likely=likely or _why_not_left_alone(ada, live, desk.shown[2]),
        )


def _why_not_left_alone(ada: int | None, live: Sequence[object], later: str) -> Likely:
    return [
        (
            live == [(ada, "Ben", later)],
            "Ben took Ada's seat: do not set the customer, and add a WHERE to DO UPDATE.",
        ),
        (
            live == [(ada, "Ada", later)],
            "Ben's call moved Ada's time: DO UPDATE … WHERE hold.customer = excluded.customer.",
        ),
        (True, "somebody else has the seat: nothing changes, and no row returns."),
    ]


def tells_seats_apart(desk: Desk) -> None:
    """Another seat, and the same seat of another evening, are free."""
    for what, seat, evening, who in [
        ("another seat", desk.seat + 1, desk.evening, "Ben"),
        ("the same seat of another evening", desk.seat, desk.evening + 1, "O'Hara"),
    ]:
        called = f"hold: {who}, {what}"
        answer = desk.ask(called, who, 2, seat=seat, evening=evening)
        live = desk.live(seat, evening)
        desk.judge.that(
            isinstance(answer, int) and live == [(answer, who, desk.shown[2])],
            called=called,
            got=f"returned {answer!r}, live: {live}",
            expected=f"the id of one live hold, {who}'s",
            likely="the conflict is about both columns, performance_id and seat.",
        )


def passes_by_what_lapsed(desk: Desk, ada: int | None) -> None:
    """A lapsed hold is in nobody's way, and gives no right to the seat."""
    desk.db.execute("UPDATE hold SET state = 'lapsed' WHERE id = %s", (ada,))
    called = "hold: Ben, after Ada's hold lapsed"
    ben = desk.ask(called, "Ben", 2)
    his = [(ben, "Ben", desk.shown[2])]
    desk.judge.that(
        isinstance(ben, int) and ben != ada and desk.live() == his,
        called=called,
        got=f"returned {ben!r}, live: {desk.live()}",
        expected="the id of a new hold, Ben's",
        likely="a lapsed hold is in nobody's way.",
    )
    called = "hold: Ada, whose own hold lapsed, while Ben has the seat"
    late = desk.ask(called, "Ada", 3)
    desk.judge.that(
        (late, desk.live()) == (None, his),
        called=called,
        got=f"returned {late!r}, live: {desk.live()}",
        expected="no row",
        likely="only the live hold counts.",
    )
    desk.db.commit()


def meets_in_a_race(desk: Desk, second: PostgresClient, watch: PostgresClient) -> None:
    """Dee's statement meets Cem's row, which is not committed yet, and waits for it."""
    called = "hold: Cem and Dee ask for one free seat at the same moment; Cem commits first"
    seat = desk.seat + 5
    cem = desk.ask(called, "Cem", 0, seat=seat)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(desk.ask, called, "Dee", 1, seat=seat, db=second)
        while not waiting.done() and not _is_waiting(watch, second):
            sleep(0.001)
        desk.db.commit()
        dee = waiting.result()
    live = desk.live(seat)
    desk.judge.that(
        isinstance(cem, int) and dee is None and live == [(cem, "Cem", desk.shown[0])],
        called=called,
        got=f"Cem {cem!r}, Dee {dee!r}, live: {live}",
        expected="an id for Cem, no row for Dee, one live hold",
        likely="the second must meet the first one's row: only ON CONFLICT on the index sees it.",
    )
