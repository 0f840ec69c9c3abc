"""What `checks.tables` stands on: a script run on MariaDB, the tables it made, wrong rows."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import pymysql
from pymysql.connections import Connection

from labs.judges import Attack, Judge, Kind, Likely, Relations, attempt

MariaClient: TypeAlias = "Connection[Any]"

LARGEST = 2**31 - 1
"""The largest INTEGER."""
BACKTICKS = "double quotes hold texts in MariaDB: names take backticks."
AS_INES_RUNS_IT = "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY'"


def run(db: MariaClient, script: str) -> None:
    """Execute the statements of a text one by one, without its comments."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    for statement in filter(str.strip, bare.split(";")):
        db.cursor().execute(statement)
    db.commit()


def rows(db: MariaClient, query: str) -> list[tuple[Any, ...]]:
    """What a query returns."""
    with db.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


# --- Tables -----------------------------------------------------------------------------------

_OTHER_TYPES = {"show.title": "varchar(60)", "performance.evening": "date"}


def other_types(db: MariaClient) -> tuple[dict[str, str], dict[str, str]]:
    """The columns of another type than asked for: what it is, and what it should be."""
    asked = """
        SELECT table_name, column_name, character_maximum_length,
            concat(data_type, if(column_type LIKE '%unsigned%', ' unsigned', ''))
        FROM information_schema.columns WHERE table_schema = database()
    """
    types = {
        f"{table}.{column}": f"{kind}({length})" if length else kind
        for table, column, length, kind in rows(db, asked)
    }
    wanted = {column: _OTHER_TYPES.get(column, "int") for column in types}
    other = [column for column, kind in types.items() if kind != wanted[column]]
    return {name: types[name] for name in other}, {name: wanted[name] for name in other}


class Made(NamedTuple):
    """The keys that the server made."""

    shows: list[int]
    evening: int


def fill(db: MariaClient, title: str) -> Made:
    """Two shows and two evenings of the first, all without their ids."""
    cursor = db.cursor()
    cursor.execute("INSERT INTO `show` (title) VALUES (%s), ('Medea')", (title,))
    shows = [key for (key,) in rows(db, "SELECT id FROM `show` ORDER BY id")]
    twice = "INSERT INTO performance (show_id, evening) VALUES (%s, '2026-05-21')"
    cursor.executemany(twice, [(shows[0],)] * 2)
    db.commit()
    [(evening,)] = rows(db, "SELECT min(id) FROM performance")
    return Made(shows, evening)


def wrong_rows(made: Made, title: str, seat: int) -> list[Attack]:
    """Rows that the ported tables must refuse, each after a right one."""
    medea = {"show_id": made.shows[1], "evening": "2026-05-22"}
    sale = {"performance_id": made.evening, "seat": seat, "pence": 4500}

    def show(what: str, legal: str, illegal: str | None, by: Kind, repair: str) -> Attack:
        return Attack(what, "`show`", {"title": legal}, {"title": illegal}, [by], repair)

    def evening(what: str, legal: object, illegal: object, by: Kind, repair: str) -> Attack:
        rows = medea | {"evening": legal}, medea | {"evening": illegal}
        return Attack(what, "performance", *rows, [by], repair)

    def sold(
        what: str, legal: dict[str, object], illegal: dict[str, object], by: Kind, repair: str
    ) -> Attack:
        return Attack(what, "sale", sale | legal, sale | illegal, [by], repair)

    nowhere, its_key = medea | {"show_id": 999}, "show_id needs its foreign key."
    no_show, by = "a show that does not exist", [Kind.FOREIGN_KEY]
    return [
        show("a title again", "Hecuba", title, Kind.UNIQUE, "title needs UNIQUE."),
        show("a title of 61 letters", "x" * 60, "y" * 61, Kind.DATA_TYPE, "VARCHAR(60)."),
        show("no title", "x" * 59 + "z", None, Kind.NOT_NULL, "title needs NOT NULL."),
        evening("no evening", "2026-05-22", None, Kind.NOT_NULL, "evening needs NOT NULL."),
        evening("30 February", "2026-02-28", "2026-02-30", Kind.DATA_TYPE, "evening is a DATE."),
        Attack(no_show, "performance", medea, nowhere, by, its_key),
        sold(
            "a seat sold again",
            {},
            {"pence": 1},
            Kind.UNIQUE,
            "PRIMARY KEY (performance_id, seat).",
        ),
        sold("seat 0", {"seat": 1}, {"seat": 0}, Kind.CHECK, "CHECK (seat > 0)."),
        sold(
            "0 pence",
            {"seat": seat + 1, "pence": 1},
            {"seat": seat + 2, "pence": 0},
            Kind.CHECK,
            "CHECK (pence > 0).",
        ),
        sold(
            "no pence",
            {"seat": LARGEST, "pence": LARGEST},
            {"seat": seat + 4, "pence": None},
            Kind.NOT_NULL,
            "pence needs NOT NULL.",
        ),
        sold(
            "a performance that does not exist",
            {"seat": seat + 5},
            {"seat": seat + 5, "performance_id": 999},
            Kind.FOREIGN_KEY,
            "performance_id needs its foreign key.",
        ),
    ]


def makes_tables(judge: Judge, db: MariaClient, ddl: object) -> None:
    """MariaDB executes the text."""
    judge.that(
        isinstance(ddl, str),
        called="mariadb_tables()",
        got=repr(ddl),
        expected="a text",
        likely="return the statements as one text.",
    )
    text = str(ddl)
    try:
        run(db, text)
    except pymysql.Error as error:
        number, said = error.args
        judge.that(
            False,
            called="MariaDB, with the text of mariadb_tables()",
            got=f"{number}: {said}",
            expected="three tables",
            likely=_why_no_tables(number, said, text),
        )


def _why_no_tables(number: int, said: str, ddl: str) -> Likely:
    near = said.partition("near '")[2].upper()
    return [
        (number == 1064 and '"' in ddl, BACKTICKS),
        (
            near.startswith("SHOW"),
            "MariaDB reserves SHOW: as a name it needs backticks, wherever it stands.",
        ),
        (
            "IDENTITY" in near or "GENERATED" in near,
            "MariaDB knows no IDENTITY: AUTO_INCREMENT.",
        ),
        (
            "AUTOINCREMENT" in ddl.upper(),
            "AUTOINCREMENT is SQLite's: MariaDB says AUTO_INCREMENT.",
        ),
        (
            number == 1005,
            "a foreign key must lead to a table made before, and to a key of exactly the same "
            "type: SERIAL and UNSIGNED are others than INTEGER.",
        ),
        (number == 1075, "AUTO_INCREMENT needs a key: PRIMARY KEY."),
        (True, "MariaDB says near which word it stopped."),
    ]


def are_related_alike(judge: Judge, lite: Relations, postgres: Relations, maria: Relations) -> None:
    """Columns, relationships and keys, as read from three databases, are equal."""
    judge.that(
        lite == postgres,
        called="the given tables",
        got="SQLite and PostgreSQL differ",
        expected="the same",
        likely="were POSTGRES_TABLES or SQLITE_TABLES changed? Run their cell again.",
    )
    for what, read, likely in _WHAT_IS_THE_SAME:
        called = f"{what}, as MariaDB tells them"
        judge.equal(read(maria), read(postgres), called=called, likely=likely)


_WHAT_IS_THE_SAME: list[tuple[str, Callable[[Relations], object], str]] = [
    (
        "columns",
        lambda found: found.tables,
        "the same three tables with the same columns.",
    ),
    (
        "foreign keys",
        lambda found: [(str(edge), edge.required) for edge in found],
        "(relationship, whether it is required): a foreign key is missing or another, or NOT "
        "NULL is. MySQL reads REFERENCES beside a column and forgets it: FOREIGN KEY (…) "
        "REFERENCES …",
    ),
    (
        "keys",
        lambda found: {table: [sorted(key) for key in keys] for table, keys in found.keys.items()},
        "PRIMARY KEY and UNIQUE as they were: SERIAL, for example, adds a key of its own.",
    ),
]


def are_of_the_same_types(judge: Judge, db: MariaClient) -> None:
    """The types of the columns, which are not read from the other databases."""
    other, wanted = other_types(db)
    judge.equal(
        other,
        wanted,
        called="the types of the columns, as MariaDB tells them",
        likely=[
            ("show.title" in other, "title is VARCHAR(60)."),
            ("performance.evening" in other, "evening is a DATE."),
            (
                True,
                "keys, seats and pence stay INTEGER: another type has other limits, or rounds.",
            ),
        ],
    )


def have_primary_keys(judge: Judge, db: MariaClient) -> None:
    """A UNIQUE in its place would refuse the same rows, and be another key."""
    asked = """
        SELECT table_name, group_concat(column_name ORDER BY column_name)
        FROM information_schema.statistics
        WHERE table_schema = database() AND index_name = 'PRIMARY' GROUP BY table_name
    """
    judge.equal(
        dict(rows(db, asked)),
        {"performance": "id", "sale": "performance_id,seat", "show": "id"},
        called="the primary key of each table, as MariaDB tells them",
        likely="UNIQUE is no PRIMARY KEY: it may be NULL, and a table may have many.",
    )


def make_their_keys(judge: Judge, db: MariaClient, title: str) -> Made:
    """As `fill`; an error becomes the message of the check."""
    try:
        return fill(db, title)
    except pymysql.Error as error:
        number, said = error.args
        judge.that(
            False,
            called="INSERT of two shows and two performances without their ids",
            got=f"{number}: {said}",
            expected="the server makes the ids",
            likely=[
                (
                    number in (1364, 1062),
                    "the key must be made by the server: AUTO_INCREMENT, on both tables.",
                ),
                (True, "these rows are right: what is too strict?"),
            ],
        )
        raise


def keep_what_others_need(judge: Judge, db: MariaClient, made: Made) -> None:
    """Rows on which other rows depend cannot be deleted."""
    alone = attempt(db, "DELETE FROM `show` WHERE title = 'Hecuba'")
    judge.that(
        alone is None,
        called="DELETE of a show without performances",
        got=str(alone),
        expected="accepted",
        likely="this row is right: what is too strict?",
    )
    for what, statement, key in [
        ("performance with sales", "DELETE FROM performance WHERE id = %s", made.evening),
        ("show with performances", "DELETE FROM `show` WHERE id = %s", made.shows[1]),
        ("performance with sales", "UPDATE performance SET id = 900 WHERE id = %s", made.evening),
        ("show with performances", "UPDATE `show` SET id = 900 WHERE id = %s", made.shows[1]),
    ]:
        gone, verb = attempt(db, statement, [key]), statement.partition(" ")[0]
        judge.that(
            gone and gone.kind is Kind.FOREIGN_KEY,
            called=f"{statement % key}, a {what}",
            got=str(gone or "accepted"),
            expected="refused by FOREIGN KEY",
            likely=f"the given foreign keys refuse it: no ON {verb} CASCADE.",
        )
