"""What a service of holds promises, as requests and their answers."""

import re
from collections.abc import Sequence
from typing import Any

from labs.judges.wire import (
    ANYTHING,
    Answer,
    Contract,
    Exchange,
    InAnyOrder,
    Includes,
    Kept,
    get,
    post,
)
from labs.judges.wire.exchange import Request, Step

CREATED = re.compile(r"(https?://[^/]+)?/holds/\d+")
IGNORED = "500: the error goes up uncaught: `except sqlite3.IntegrityError` around the INSERT."
KINDS = "error.sqlite_errorname tells which: UNIQUE is 409, FOREIGNKEY is 422."
NUMBER = "say what it is: `hold_id: int`, `performance: int`; FastAPI refuses the rest with 422."
BODY = "a Pydantic class with all three members says what a body must have."
AS_SENT = "seat and name are taken as they are sent: no such seat stands in the table."
GONE = "the row is gone, or never was: a statement that gives no rows: raise 404."


def _wish(performance: Any, seat: str, name: str) -> dict[str, Any]:  # noqa: ANN401
    return {"performance": performance, "seat": seat, "name": name}


def _tidied(wish: dict[str, Any]) -> list[tuple[Answer, str]]:
    """What one who means well makes of a name with blanks around it."""
    name = wish["name"].strip()
    tidy = Answer(201, {"id": ANYTHING, **wish, "name": name})
    return (
        [(tidy, "a name is kept as it was sent, blanks and all.")] if name != wish["name"] else []
    )


def _held(id_: object, performance: int, seat: str, name: str) -> dict[str, Any]:
    return {"id": id_, **_wish(performance, seat, name)}


def _created(about: str, wish: dict[str, Any], keep: str, **more: object) -> Exchange:
    """A hold is made, and its number kept."""
    return Exchange(
        about,
        post("/holds", wish | more),
        Answer(201, {"id": ANYTHING, **wish}, {"Location": CREATED}),
        likely=[
            (Answer(200), "status_code=201 belongs to the decorator."),
            *_tidied(wish),
            (
                Answer(201, {"id": ANYTHING, **wish}),
                'the header Location is missing or other: "/holds/" and the new id.',
            ),
            (Answer(201, {"id": 999, **wish}), "the database gives the number, not the caller."),
            (Answer(201, ANYTHING), "the answer is the hold: its id, and the three members."),
            (
                Answer(500),
                "your handler raised what is printed below; after `at:` stands its line.",
            ),
            (Answer(422), "is the body's class the one of an argument, and are its members right?"),
        ],
        keep={"id": keep},
    )


def _refused(about: str, request: Request, status: int, *causes: tuple[Answer, str]) -> Exchange:
    return Exchange(about, request, Answer(status), likely=causes)


def _taken(about: str, wish: dict[str, Any]) -> Exchange:
    return _refused(
        about,
        post("/holds", wish),
        409,
        (Answer(500), IGNORED),
        (Answer(422), KINDS),
        (
            Answer(201),
            "who came first keeps the seat: a plain INSERT, and the table's UNIQUE decides.",
        ),
    )


def _no_such_seat(about: str, wish: dict[str, Any], created: str = "") -> Exchange:
    return _refused(
        about,
        post("/holds", wish),
        422,
        (Answer(500), IGNORED),
        (Answer(409), KINDS),
        (Answer(201), created or "`query` makes SQLite look at foreign keys: use it."),
    )


def _body(about: str, request: Request) -> Exchange:
    return _refused(about, request, 422, (Answer(500), BODY), (Answer(201), BODY))


def _number(about: str, request: Request) -> Exchange:
    return _refused(about, request, 422, (Answer(404), NUMBER), (Answer(200), NUMBER))


def _listed(about: str, path: str, holds: Sequence[dict[str, Any]]) -> Exchange:
    """All of these, in the order of their numbers."""
    return Exchange(
        about,
        get(path),
        Answer(200, list(holds)),
        likely=[
            (
                Answer(200, InAnyOrder(holds)),
                "these are the right ones, in another order: ORDER BY id.",
            ),
            (Answer(404), "nothing found is an answer, too: an empty list."),
            (
                Answer(200, Includes({})),
                "the answer is a list.",
            ),
            (
                Answer(200),
                "with ?performance= those of this performance (0 is a number like others), without "
                "it all.",
            ),
        ],
    )


def _missing(about: str, request: Request) -> Exchange:
    none = "null is no answer to one who asks for what is not there. "
    return _refused(
        about,
        request,
        404,
        (Answer(200, None), none + GONE),
        (Answer(500), GONE),
        (Answer(204), GONE),
        (Answer(200), GONE),
    )


def _released(about: str, path: str) -> Exchange:
    return Exchange(
        about,
        Request("DELETE", path),
        Answer(204, body=""),
        likely=[
            (Answer(200), "status_code=204 belongs to the decorator; nothing is returned."),
            (Answer(405), "@app.delete(…) is the decorator."),
        ],
    )


def _shown(about: str, id_: str, hold: dict[str, Any]) -> Exchange:
    return Exchange(
        about,
        get(f"/holds/{{{id_}}}"),
        Answer(200, hold),
        likely=[
            (Answer(404), "what POST answered must be there: is it committed, and in the file?")
        ],
    )


def a_day(first: int, second: int, seats: Sequence[str]) -> Contract:
    """Two performances, both with these three seats or more."""
    one, two, three = seats
    ada = _held(Kept("ada"), first, one, "Ada")
    ben = _held(Kept("ben"), first, two, "Ben")
    cem = _held(Kept("cem"), second, one, "Cem")
    bea = _held(Kept("bea"), first, one, " Bea ")
    steps: list[Step] = [
        _listed("nothing is held yet", "/holds", []),
        _created("a seat", _wish(first, one, "Ada"), "ada"),
        _shown("the hold", "ada", ada),
        _taken("a seat that is held", _wish(first, one, "Ben")),
        _created("another seat", _wish(first, two, "Ben"), "ben"),
        _created("the seat of another performance", _wish(second, one, "Cem"), "cem"),
        _listed("all holds", "/holds", [ada, ben, cem]),
        _listed("of one performance", f"/holds?performance={first}", [ada, ben]),
        _listed("of one that is not", "/holds?performance=404", []),
        _number("a performance that is no number", get("/holds?performance=x")),
        _missing("a hold that is not", get("/holds/404404")),
        _number("a hold whose id is no number", get("/holds/ada")),
        _body("a body without a name", post("/holds", {"performance": first, "seat": three})),
        _no_such_seat("a seat that is not", _wish(first, "Z9", "Dee")),
        _no_such_seat("a performance that is not", _wish(404, three, "Dee")),
        _no_such_seat("a seat in small letters", _wish(first, three.lower(), "Dee"), AS_SENT),
        _released("a hold", "/holds/{ada}"),
        _missing("a hold that is gone", get("/holds/{ada}")),
        _missing("a hold that is gone", Request("DELETE", "/holds/{ada}")),
        _created("the seat is free again", _wish(first, one, " Bea "), "bea"),
        _listed("all holds", "/holds", [ben, cem, bea]),
    ]
    return Contract("holds", steps)


def another_day(first: int, second: int, seats: Sequence[str]) -> Contract:
    """The same promises, from another side: the last seat first, odd names, wrong bodies."""
    one, two, three = seats
    ada = _held(Kept("ada"), second, three, "Ada O'Hara")
    zoe = _held(Kept("zoe"), first, two, "Zoë 🎭; DROP TABLE hold")
    ben = _held(Kept("ben"), second, one, "")
    steps: list[Step] = [
        _missing("nothing is held yet", Request("DELETE", "/holds/1")),
        _no_such_seat("a seat that is not", _wish(second, "", "Ada")),
        _no_such_seat("a seat with a blank", _wish(second, f" {one}", "Ada"), AS_SENT),
        _created("a seat", _wish(second, three, "Ada O'Hara"), "ada", id=999, note="aisle"),
        _created("a name of all kinds", _wish(first, two, zoe["name"]), "zoe"),
        _created("a name that is empty", _wish(second, one, ""), "ben", code="x"),
        _taken("a seat that its holder wants again", _wish(second, three, "Ada O'Hara")),
        _listed("all holds", "/holds", [ada, zoe, ben]),
        _listed("of one performance", f"/holds?performance={second}", [ada, ben]),
        _listed("of the other", f"/holds?performance={first}", [zoe]),
        _number("half a performance", get("/holds?performance=1.5")),
        _number("a hold whose id is half a number", get("/holds/1.5")),
        _number("a hold to release whose id is no number", Request("DELETE", "/holds/all")),
        _body("an empty body", post("/holds", {})),
        _body("a list", post("/holds", [_wish(first, one, "Dee")])),
        _body("a seat that is null", post("/holds", {**_wish(first, one, "Dee"), "seat": None})),
        _body("a performance in words", post("/holds", _wish("seven", one, "Dee"))),
        _body("no JSON", Request("POST", "/holds", body=b'{"performance": 1,')),
        _shown("a hold", "zoe", zoe),
        _released("a hold", "/holds/{zoe}"),
        _listed("of a performance without one", f"/holds?performance={first}", []),
        _shown("a hold", "ben", ben),
        _listed("all holds", "/holds", [ada, ben]),
    ]
    return Contract("holds", steps)
