"""What S03.1 asks of an answer: each check is one claim."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, cast

import strawberry
from graphql import GraphQLError, parse, print_ast
from graphql.language import Node
from strawberry.dataloader import DataLoader
from strawberry.extensions import SchemaExtension

from labs.judges import Judge, judging
from labs.judges.wire import difference
from labs.units.s03_1 import causes
from labs.units.s03_1.asking import Said, in_a_loop, parts_in, parts_of, said
from labs.units.s03_1.loading import context
from labs.units.s03_1.mornings import (
    A_MORNING,
    AN_EVENING,
    READINGS,
    READINGS_ELSE,
    Hold,
    Reading,
)
from labs.units.s03_1.office import Interrupted, Office
from labs.units.s03_1.pages import PageQuery
from labs.units.s03_1.queries import (
    ATTACKS,
    GOOD,
    HOME,
    QUERIES,
    QUERIES_ELSE,
    SHAPE,
    UNION,
)

__all__ = [
    "AN_EVENING",
    "A_MORNING",
    "BATCHES",
    "BATCHES_ELSE",
    "QUERIES",
    "QUERIES_ELSE",
    "READINGS",
    "READINGS_ELSE",
]

MakeLoaders = Callable[[Office], Mapping[str, DataLoader[Any, Any]]]
Make = Callable[[], type]
Count = Callable[[Node, Mapping[str, Node], Mapping[str, int]], int]

# --- E1: loaders ------------------------------------------------------------------------------


Batches = Sequence[tuple[str, Sequence[Any]]]
"""Loaders by name, with the keys that one batch has."""

BATCHES: Batches = (
    ("performances", ["7", "3"]),
    ("performances", ["3", "7", "99"]),
    ("venues", [4, 2]),
    ("venues", [2, 77, 4]),
)
BATCHES_ELSE: Batches = (
    ("performances", [20, 1, 5]),
    ("performances", ["5"]),
    ("venues", [24, 1, 1, 9]),
    ("venues", [500]),
    ("performances", [str(n) for n in range(250, 0, -1)]),
)


def loads(make_loaders: MakeLoaders, batches: Batches, shows: int = 8, each: int = 5) -> None:
    """Each batch is one statement, and each key has its own answer."""
    with judging("E1: each key gets its own, in one statement") as judge:
        for name, keys in batches:
            office = Office(shows, each)
            rows = office.query(f"SELECT * FROM {_TABLES[name]} ORDER BY id")  # noqa: S608 - ours
            wanted = [_wanted(name, rows, key) for key in keys]
            before, read = len(office.statements), office.rows
            called = f'make_loaders(office)["{name}"].load_many({list(keys)})'
            with judge.calling(called, likely=lambda _: causes.LENGTH):
                got = in_a_loop(partial(_loaded, make_loaders, office, name, keys))
            judge.equal(
                got, wanted, called=called, likely=causes.why_these(name, keys, got, wanted)
            )
            asked = len(office.statements) - before
            judge.that(
                asked == bool(keys),
                called=called,
                got=f"{asked} statements",
                expected=f"{int(bool(keys))}",
                likely=causes.why_so_many(asked, 1),
            )
            each_once = {str(key): answer for key, answer in zip(keys, wanted, strict=True)}
            needed = sum(map(_rows_in, each_once.values()))
            judge.that(
                office.rows - read <= needed,
                called=called,
                got=f"{office.rows - read} rows from the database",
                expected=needed,
                likely=causes.ALL_ROWS,
            )


def _rows_in(answer: Any) -> int:  # noqa: ANN401
    return len(answer) if isinstance(answer, list) else int(answer is not None)


_TABLES = {"performances": "performance", "venues": "venue"}


def _wanted(name: str, rows: Sequence[dict[str, Any]], key: Any) -> Any:  # noqa: ANN401
    if name == "venues":
        return next((row for row in rows if row["id"] == key), None)
    return [row for row in rows if row["show_id"] == int(key)]


async def _loaded(make: MakeLoaders, office: Office, name: str, keys: Sequence[Any]) -> list[Any]:
    loader = make(office)[name]
    return list(await asyncio.gather(*(loader.load(key) for key in keys)))


def page(make_loaders: MakeLoaders, shows: int, each: int) -> None:
    """The home screen is right, by three statements."""
    with judging("E1: the whole page takes three statements, and is that of this moment") as judge:
        office = Office(shows, each)
        got = _page(judge, make_loaders, office)
        right = said(_PAGE, office, context(office), HOME)
        _is_this_page(judge, got, right, _called(shows, each))
        judge.that(
            len(got.statements) == 3,
            called=_called(shows, each),
            got=f"{len(got.statements)} statements",
            expected="3",
            likely=causes.why_so_many(len(got.statements), 3),
        )


_PAGE = strawberry.Schema(PageQuery)


def _called(shows: int, each: int) -> str:
    return f"the home screen, through your loaders: {shows} shows, {each} performances each"


def _page(judge: Judge, make_loaders: MakeLoaders, office: Office) -> Said:
    with judge.calling("make_loaders(office)"):
        loaders = dict(make_loaders(office))
    return said(_PAGE, office, {"office": office, **loaders}, HOME)


def _is_this_page(judge: Judge, got: Said, right: Said, called: str, likely: str = "") -> None:
    """The first difference is told, not the pages."""
    found = difference(right.data, got.data)
    judge.that(
        found is None,
        called=called,
        got=f"{found.place}: {found.got}" if found else "",
        expected=f"{found.place}: {found.expected}" if found else "",
        likely=likely or causes.why_this_page(got.errors),
    )


def requests_apart(make_loaders: MakeLoaders) -> None:
    """The next request sees what has changed since, and another office's is its own."""
    with judging("E1: the whole page takes three statements, and is that of this moment") as judge:
        office, other = Office(3, 2), Office(2, 3)
        _page(judge, make_loaders, office)
        office.query("UPDATE performance SET starts = 'moved' WHERE id = 2")
        office.query("UPDATE venue SET name = 'Anew' WHERE id = 8")
        for each, about in ((office, "after a change"), (other, "of another office")):
            got = _page(judge, make_loaders, each)
            right = said(_PAGE, each, context(each), HOME)
            called = f"the home screen {about}, through loaders that were made anew"
            _is_this_page(judge, got, right, called, causes.SERVER)


# --- E2: evenings and holds -------------------------------------------------------------------


def _has_shape(judge: Judge, schema: strawberry.Schema, names: Sequence[str]) -> None:
    """These types have the fields, arguments and nulls of the text."""
    printed = cast(Any, parse(schema.as_str()).definitions)
    types = {each.name.value: each for each in printed if hasattr(each, "name")}
    for name in names:
        has = {f.name.value: _field(f) for f in getattr(types.get(name), "fields", None) or ()}
        likely = causes.why_this_type(has, SHAPE[name])
        judge.equal(has, SHAPE[name], called=f"type {name}", likely=likely)
    if "Mutation" in names:
        members = getattr(types.get("HoldResult"), "types", ())
        judge.equal({each.name.value for each in members}, UNION, called="union HoldResult")


READS = "E2: the schema is this one, and what is read is right"
HOLDS = "E2: a hold is made once, and says what it is"


def _made(judge: Judge, make: Make, name: str, *names: str) -> strawberry.Schema:
    """A schema of the class that was made, which has the shape of the text."""
    called = f"make_{name.lower()}()"
    with judge.calling(called):
        made = make()
    judge.that(
        isinstance(made, type) and hasattr(made, "__strawberry_definition__"),
        called=called,
        got=repr(made),
        expected=f"the class {name}, a type of Strawberry",
        likely=f"return {name}, the class, with @strawberry.type above it.",
    )
    with judge.calling(f"strawberry.Schema with your {name}"):
        is_query = name == "Query"
        schema = strawberry.Schema(made if is_query else PageQuery, None if is_query else made)
    _has_shape(judge, schema, [name, *names])
    return schema


def _field(field: Any) -> str:  # noqa: ANN401 - a node of the schema's text
    """`(after: ID, first: Int! = 10): [Show!]!`: arguments by name, without defaults of null."""
    given = sorted(
        f"{each.name.value}: {print_ast(each.type)}"
        + (f" = {print_ast(each.default_value)}" if _has_default(each) else "")
        for each in field.arguments or ()
    )
    kind = print_ast(field.type)
    return f"({', '.join(given)}): {kind}" if given else kind


def _has_default(argument: Any) -> bool:  # noqa: ANN401
    return argument.default_value is not None and print_ast(argument.default_value) != "null"


def reads(make_query: Make, readings: Sequence[Reading]) -> None:
    """Each query has these evenings, by one statement; or an error, and none."""
    with judging(READS) as judge:
        schema, office = _made(judge, make_query, "Query", "Evening"), _with_gaps()
        for reading in readings:
            got = said(schema, office, {"office": office, "role": "visitor"}, reading.query)
            if reading.ids is None:
                _refused(judge, reading.query, got)
                continue
            found = _evenings(got.data)
            judge.that(
                found == list(reading.ids) and not got.errors,
                called=reading.query,
                got=f"{found}, {list(got.errors)}",
                expected=f"{list(reading.ids)}, no errors",
                likely=causes.why_these_evenings(found, reading.ids, got.errors),
            )
            judge.equal(len(got.statements), 1, called=f"statements of {reading.query}")
            judge.that(
                got.rows <= len(reading.ids),
                called=reading.query,
                got=f"{got.rows} rows from the database",
                expected=len(reading.ids),
                likely=causes.ALL_ROWS,
            )


def _with_gaps() -> Office:
    office = Office(8, 10)
    office.query("DELETE FROM performance WHERE id IN (4, 12)")
    return office


def _evenings(data: Any) -> list[int]:  # noqa: ANN401
    [found] = (data or {"": None}).values()
    rows = found if isinstance(found, list) else [found] if found else []
    return [int(row["id"]) for row in rows]


def _refused(judge: Judge, query: str, got: Said) -> None:
    judge.that(
        got.errors and not got.statements,
        called=query,
        got=f"{len(got.statements)} statements, errors {list(got.errors)}",
        expected="an error, and no statement",
        likely="first is from 1 to 50: raise GraphQLError before you ask the office.",
    )


def guarded(make_query: Make) -> None:
    """Takings are for the box office; whoever else asks gets the rest."""
    with judging(READS) as judge:
        schema, office = _made(judge, make_query, "Query"), Office(4, 2)
        query = "{ evenings(first: 2) { id takings } evening(id: 3) { takings starts } }"
        for role in ("visitor", "box office", "box", "visitor"):
            got = said(schema, office, {"office": office, "role": role}, query)
            may = role == "box office"
            rows = office.query("SELECT * FROM performance WHERE id <= 3 ORDER BY id")
            takings = [row["takings"] if may else None for row in rows]
            wanted = {
                "evenings": [{"id": str(n), "takings": takings[n - 1]} for n in (1, 2)],
                "evening": {"takings": takings[2], "starts": rows[2]["starts"]},
            }
            judge.that(
                got.data == wanted and len(got.errors) == (0 if may else 3),
                called=f"{query}, by role {role!r}",
                got=f"{got.data}, and {len(got.errors)} errors",
                expected=f"{wanted}, and {0 if may else 3} errors",
                likely=causes.why_these_takings(got.data, may=may),
            )


def holds(make_mutation: Make, morning: Sequence[Hold]) -> None:
    """Each hold has its answer, and the table has each once."""
    with judging(HOLDS) as judge:
        schema, office = _made(judge, make_mutation, "Mutation"), Office(4, 20)
        made: dict[str, str] = {}
        for hold in morning:
            got = _hold(schema, office, hold)
            _answered(judge, hold, got, made)
            judge.that(
                len(got.statements) <= 2 and got.rows <= 1,
                called=_told(hold),
                got=f"{len(got.statements)} statements, {got.rows} rows",
                expected="at most 2 statements, 1 row",
                likely=causes.ALL_ROWS,
            )
            keys = {row["key"]: str(row["id"]) for row in office.query("SELECT * FROM hold")}
            likely = "a row for each key that was taken, and never another."
            judge.equal(keys, made, called=f"the rows of hold after {_told(hold)}", likely=likely)


_HOLD = """mutation Hold($evening: ID!, $seat: String!, $name: String!, $key: String!) {
  hold(evening: $evening, seat: $seat, name: $name, key: $key) {
    __typename
    ... on HoldMade { number: id seat }
    ... on SeatTaken { seat }
    ... on NoSuchEvening { evening: id }
  }
}"""


def _hold(schema: strawberry.Schema, office: Office, hold: Hold) -> Said:
    given = {"evening": hold.evening, "seat": hold.seat, "name": hold.name, "key": hold.key}
    return said(schema, office, {"office": office, "role": "visitor"}, _HOLD, given)


def _told(hold: Hold) -> str:
    return f"hold(evening: {hold.evening}, seat: {hold.seat}, name: {hold.name}, key: {hold.key})"


def _answered(judge: Judge, hold: Hold, got: Said, made: dict[str, str]) -> None:
    answer = dict((got.data or {}).get("hold") or {})
    number = answer.pop("number", None)
    rest = {"evening": hold.evening} if hold.comes == "NoSuchEvening" else {"seat": hold.seat}
    wanted = {"__typename": hold.comes, **rest}
    earlier = made.get(hold.key)
    judge.that(
        answer == wanted and not got.errors and earlier in (None, number),
        called=_told(hold),
        got=f"{answer}, number {number}, errors {list(got.errors)}",
        expected=f"{wanted}" + (f", number {earlier}" if earlier else ""),
        likely=causes.why_this_hold(answer.get("__typename", ""), hold, got.errors, earlier),
    )
    if hold.comes == "HoldMade":
        made[hold.key] = str(number)


def between_two(make_mutation: Make) -> None:
    """Another caller comes just before the INSERT: for the seat, or with the same request."""
    with judging(HOLDS) as judge:
        schema = _made(judge, make_mutation, "Mutation")
        for key, comes in (("mine", "HoldMade"), ("other", "SeatTaken")):
            office = Interrupted((5, "A1", "Ada", key))
            hold = Hold("5", "A1", "mine", comes)
            got = _hold(schema, office, hold)
            answer = ((got.data or {}).get("hold") or {}).get("__typename")
            rows = office.query("SELECT key FROM hold")
            judge.that(
                answer == comes and rows == [{"key": key}],
                called=f"{_told(hold)}, just after the same came with key {key}",
                got=f"{answer}, errors {list(got.errors)}, rows {rows}",
                expected=f"{comes}, one row",
                likely=causes.TWICE if key == "mine" else causes.LOOKS,
            )


# --- E3: cost ---------------------------------------------------------------------------------


def costs(most_fields: Count, queries: Mapping[str, int]) -> None:
    """Each query costs what its largest answer has."""
    with judging(COST) as judge:
        for query, wanted in queries.items():
            with judge.calling(f"most_fields of {query}"):
                got = most_fields(*parts_in(parse(query)))
            likely = causes.why_this_cost(query, got)
            judge.equal(got, wanted, called=f"most_fields of {query}", likely=likely)


COST = "E3: the cost is that of the largest answer, and an attack runs no statement"
_MOST = 2_000


def bounded(most_fields: Count) -> None:
    """A server with this count answers the good ones, and starts none of the others."""

    class Limit(SchemaExtension):
        def on_execute(self) -> Iterator[None]:
            if most_fields(*parts_of(self.execution_context)) > _MOST:
                raise GraphQLError("too dear")
            yield

    with judging(COST) as judge:
        schema, office = strawberry.Schema(PageQuery, extensions=[Limit]), Office(2, 2)
        for query in (*GOOD, *ATTACKS):
            got = said(schema, office, context(office), query)
            is_good = query in GOOD
            judge.that(
                bool(got.statements) is is_good and bool(got.errors) is not is_good,
                called=f"a server that allows {_MOST:,}: {query:.150}",
                got=f"{len(got.statements)} statements, errors {list(got.errors)}",
                expected="an answer" if is_good else "an error, and no statement",
                likely="something in it is counted too " + ("often." if is_good else "seldom."),
            )
