"""What `checks.refuses` stands on: the table of holds, and wrong rows."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import psycopg

from labs.judges import Judge, Likely, attempt, insert
from labs.servers import Postgres

PostgresClient = psycopg.Connection[tuple[Any, ...]]

_TYPES = {
    "id": "integer",
    "performance_id": "integer",
    "seat": "integer",
    "customer": "text",
    "until": "timestamp with time zone",
    "state": "text",
}
"""The columns of the table, as PostgreSQL calls their types."""

_INDEX = "CREATE UNIQUE INDEX … ON hold (performance_id, seat) WHERE state = 'live'."
_MANY = (
    "any number of lapsed and sold holds: UNIQUE over more than the live rows is too strict. "
    "CREATE UNIQUE INDEX … WHERE state = 'live'."
)
_NULL = "a CHECK, a key or a foreign key lets NULL through: NOT NULL."
_SEAT = "the seat is 1 or more: CHECK (seat > 0)."


# --- The table --------------------------------------------------------------------------------


def make(judge: Judge, server: Postgres, ddl: object, performances: Sequence[int]) -> None:
    """The learner's table, beside a table of performances."""
    judge.that(
        isinstance(ddl, str),
        called="hold_table()",
        got=repr(ddl),
        expected="a text",
        likely="return the statements as one text.",
    )
    text = str(ddl)
    with server.client() as db:
        db.execute("CREATE TABLE performance (id INTEGER PRIMARY KEY)")
        for number in performances:
            db.execute("INSERT INTO performance VALUES (%s)", (number,))
        try:
            db.execute(text.encode())
        except psycopg.Error as error:
            judge.that(
                False,
                called="PostgreSQL, with the text of hold_table()",
                got=f"{error.sqlstate}: {str(error).splitlines()[0]}",
                expected="a table",
                likely=_why_no_table(error, text),
            )


def _why_no_table(error: psycopg.Error, ddl: str) -> Likely:
    said = str(error)
    return [
        (
            "AUTOINCREMENT" in ddl.upper() or "AUTO_INCREMENT" in ddl.upper(),
            "PostgreSQL says GENERATED ALWAYS AS IDENTITY.",
        ),
        (
            'near "WHERE"' in said,
            "a condition makes a unique index, not a constraint of the table: CREATE UNIQUE "
            "INDEX … WHERE …, as a statement of its own.",
        ),
        ('near ")"' in said, "before that bracket: a comma too many?"),
        ('near "CREATE"' in said, "is the semicolon after the statement before it missing?"),
        (
            error.sqlstate == "42P17",
            "an index cannot ask the clock: now() is another at each moment. The state decides.",
        ),
        (
            error.sqlstate in ("42703", "0A000"),
            "a column or a text that it does not know: texts stand in single quotes.",
        ),
        (True, "PostgreSQL says what it did not understand."),
    ]


def _primary_key(db: PostgresClient) -> list[str]:
    """The columns of the table's primary key."""
    asked = """
        SELECT attname FROM pg_index
        JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indrelid = 'hold'::regclass AND indisprimary
    """
    return [name for (name,) in db.execute(asked)]


def _types(db: PostgresClient) -> dict[str, str]:
    """The type of each column of the table."""
    asked = """
        SELECT column_name, data_type FROM information_schema.columns
        WHERE table_name = 'hold' AND table_schema = 'public'
    """
    return {str(name): str(kind) for name, kind in db.execute(asked)}


# --- Rows -------------------------------------------------------------------------------------


class WrongHold(NamedTuple):
    """What is wrong with one row; a legal row beside it. Both change a plain lapsed hold."""

    what: str
    legal: Mapping[str, object]
    illegal: Mapping[str, object]
    sqlstate: str
    """The code by which the illegal row must be refused."""
    repair: str
    """What to do if it is accepted."""
    strict: str = ""
    """What to do if the legal row is refused."""


def wrong_holds(evening: int, seat: int) -> list[WrongHold]:
    """Rows that the table must refuse, in this order: later ones meet the earlier legal rows."""
    live: dict[str, object] = {"state": "live"}
    other_evening: dict[str, object] = {"performance_id": evening + 1}
    return [
        WrongHold("seat 0", {"seat": 1}, {"seat": 0}, "23514", _SEAT, "seat 1 is a seat."),
        WrongHold(
            "seat -3",
            {"seat": seat + 1, "customer": "Q"},
            {"seat": -3},
            "23514",
            _SEAT,
            "one letter is not empty: CHECK (customer <> '').",
        ),
        WrongHold(
            "a performance that does not exist",
            other_evening | {"seat": 40_000},
            {"performance_id": evening + 50},
            "23503",
            "performance_id REFERENCES performance (id).",
            "any INTEGER of 1 or more is a seat.",
        ),
        WrongHold(
            "a state that does not exist",
            {"state": "sold"},
            {"state": "gone"},
            "23514",
            "CHECK (state IN ('live', 'lapsed', 'sold')).",
            "sold is a state.",
        ),
        WrongHold(
            "a state written otherwise",
            {"state": "sold"},
            {"state": "Live"},
            "23514",
            "Live is not live, and the index does not see it: compare state itself, not lower(…).",
        ),
        WrongHold(
            "an empty text as the customer",
            {"customer": "O'Hara" * 10},
            {"customer": ""},
            "23514",
            "to NOT NULL an empty text is a value: CHECK (customer <> '').",
            "a name may be long: TEXT.",
        ),
        WrongHold("no customer", {"state": "sold"}, {"customer": None}, "23502", _NULL, _MANY),
        WrongHold("no performance_id", {}, {"performance_id": None}, "23502", _NULL, _MANY),
        WrongHold("no seat", {"state": "sold"}, {"seat": None}, "23502", _NULL, _MANY),
        WrongHold("no until", {}, {"until": None}, "23502", _NULL, _MANY),
        WrongHold("no state", {"state": "sold"}, {"state": None}, "23502", _NULL, _MANY),
        WrongHold(
            "a second live hold on the seat, by another",
            live,
            live | {"customer": "Ben"},
            "23505",
            _INDEX,
            "the seat has lapsed and sold holds, and no live one: the index holds for live rows "
            "only.",
        ),
        WrongHold(
            "a second live hold on the seat, by the same customer",
            live | {"seat": seat + 1},
            live,
            "23505",
            f"one live hold for each seat, whoever has it: {_INDEX}",
            "a performance has many seats.",
        ),
        WrongHold(
            "a second live hold on a seat of another evening",
            live | other_evening,
            live | other_evening,
            "23505",
            _INDEX,
            "the same seat of another evening is another seat: the index is on both columns.",
        ),
    ]


def _tried(judge: Judge, db: PostgresClient, row: dict[str, object]) -> tuple[str, str]:
    """The code and the words with which the table refuses a row; two empty texts if it does not.

    Raises CheckFailed if it is not such a table.
    """
    try:
        said = insert(db, "hold", row)
    except psycopg.Error as error:
        judge.that(
            False,
            called=f"INSERT INTO hold: {row}",
            got=f"{error.sqlstate}: {error}",
            expected="a table hold with these columns",
            likely=[
                (error.sqlstate == "42P01", "there is no table hold."),
                (error.sqlstate == "42703", "a column is missing, or named otherwise."),
                (True, "the table is not as the text describes it."),
            ],
        )
        raise
    return (said.code, said.message) if said else ("", "")


def accepts(judge: Judge, db: PostgresClient, row: dict[str, object], wrong: WrongHold) -> None:
    """The right row beside a wrong one."""
    code, message = _tried(judge, db, row)
    no_live_row = code == "23505" and "state" not in wrong.strict and row["state"] != "live"
    judge.that(
        not code,
        called=f"a right row: hold {row}",
        got=f"refused, {code}: {message}",
        expected="accepted",
        likely=[
            (
                code == "23502" and '"id"' in message,
                "the server must make the id: GENERATED ALWAYS AS IDENTITY.",
            ),
            (
                code == "23514" and "until" in message,
                "until may be any moment: no CHECK on it.",
            ),
            (no_live_row, _MANY),
            (wrong.strict and code != "23502", wrong.strict),
            (True, "this row is right: which constraint is too strict?"),
        ],
    )


def refuses(judge: Judge, db: PostgresClient, row: dict[str, object], wrong: WrongHold) -> None:
    """The wrong row, for what is wrong with it."""
    code, message = _tried(judge, db, row)
    judge.that(
        code == wrong.sqlstate,
        called=f"{wrong.what}: hold {row}",
        got=f"refused, {code}: {message}" if code else "accepted",
        expected=f"refused, {wrong.sqlstate}",
        likely=[
            (code, f"refused, but not for what is wrong with it. {wrong.repair}"),
            (True, wrong.repair),
        ],
    )


def is_live_by_default(judge: Judge, db: PostgresClient, row: dict[str, object]) -> None:
    """A second row that says nothing of its state is a second live hold."""
    code, message = _tried(judge, db, row)
    judge.that(
        not code,
        called="a hold that says nothing of its state",
        got=f"refused, {code}: {message}",
        expected="accepted, as live",
        likely="state needs DEFAULT 'live'.",
    )
    code, _ = _tried(judge, db, row)
    judge.that(
        code == "23505",
        called="the same hold again, saying nothing of its state",
        got=f"refused, {code}" if code else "accepted",
        expected="refused, 23505",
        likely="if nothing is said the state is live: DEFAULT 'live'.",
    )


def refuses_an_update(judge: Judge, db: PostgresClient, evening: int, seat: int) -> None:
    """Lapsed holds are brought back to life: on a free seat, then on one that is held."""
    back = (
        "UPDATE hold SET state = 'live' "
        "WHERE performance_id = %s AND seat = %s AND state = 'lapsed'"
    )
    said = attempt(db, back, (evening, 1))
    judge.that(
        said is None,
        called="a lapsed hold brought back to live, on a free seat",
        got=str(said),
        expected="accepted",
        likely="an UPDATE may do what an INSERT may: this seat has no live hold.",
    )
    said = attempt(db, back, (evening, seat + 1))
    judge.that(
        said and said.code == "23505",
        called="a lapsed hold brought back to live, on a seat held by another",
        got=str(said or "accepted"),
        expected="refused, 23505",
        likely=_INDEX,
    )


def is_as_described(judge: Judge, db: PostgresClient) -> None:
    """The key and the types of the columns are those of the text."""
    judge.equal(
        _primary_key(db),
        ["id"],
        called="the primary key of hold, as PostgreSQL tells it",
        likely="GENERATED … AS IDENTITY makes numbers, and no key: id needs PRIMARY KEY, too.",
    )
    types = _types(db)
    other = {name: kind for name, kind in types.items() if kind != _TYPES.get(name)}
    judge.that(
        types == _TYPES,
        called="the types of the columns, as PostgreSQL tells them",
        got=other,
        expected={name: _TYPES.get(name) for name in other},
        likely=[
            (
                "until" in other,
                "without its date or its time zone a moment is another one elsewhere: TIMESTAMPTZ.",
            ),
            (True, "the types are those of the text."),
        ],
    )
    said = {
        name: default
        for name, default in db.execute(
            "SELECT column_name, column_default FROM information_schema.columns"
            " WHERE table_name = 'hold' AND column_default NOT LIKE 'nextval(%'"
        )
        if name != "state"
    }
    judge.equal(
        said,
        {},
        called="the columns, but for id and state, that have a DEFAULT",
        likely="who holds which seat until when must be said: what is left out is refused.",
    )
