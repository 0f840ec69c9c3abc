"""What an office promises of POST /holds with a key, as requests and their answers."""

import re
from typing import Any

from labs.judges.wire import ANYTHING, Answer, Contract, Exchange, Includes, post
from labs.judges.wire.exchange import Request

WISH: dict[str, Any] = {"performance": 1, "seats": 2, "name": "Ada"}
SECOND_HOLD = "a second hold: look for the key before you take seats."


def clicks(first: int) -> Contract:
    """Three clicks, some of them sent again; the first hold gets the number `first`."""
    ada = {"id": first, "performance": 1, "name": "Ada", "seats": ["A001", "A002"]}
    again = {"id": first + 1, "performance": 1, "name": "Ada", "seats": ["A003", "A004"]}
    other = {"id": first + 3, "performance": 1, "name": "Ben", "seats": ["A006"]}
    late = {"id": first + 2, "performance": 1, "name": "Ada", "seats": ["A005"]}
    turned = {"name": "Ada", "seats": 2, "performance": 1, "page": "front"}
    ben = WISH | {"name": "Ben"}
    return Contract(
        "clicks",
        [
            _refused("no Idempotency-Key", post("/holds", WISH), 400, _NO_KEY),
            _made("a new key", _sent("click-1", WISH), ada),
            _made("the same again", _sent("click-1", WISH), ada),
            _made("the same wish, written otherwise", _sent("click-1", turned), ada),
            _refused("its key, another name", _sent("click-1", ben), 422, _OTHER),
            _refused("its key, one seat", _sent("click-1", WISH | {"seats": 1}), 422, _OTHER),
            _refused("its key, ada", _sent("click-1", WISH | {"name": "ada"}), 422, _NEARLY),
            _refused("its key, a space", _sent("click-1", WISH | {"name": "Ada "}), 422, _NEARLY),
            _made("another click, the same wish", _sent("click-2", WISH), again),
            _refused("too many seats", _sent("click-3", WISH | {"seats": 5}), 409, _FULL),
            _made("the refused key, one seat", _sent("click-3", WISH | {"seats": 1}), late),
            _made("CLICK-1, a new key", _sent("CLICK-1", ben | {"seats": 1}), other, _CAPITALS),
            _made("the first click again", _sent("click-1", WISH), ada),
        ],
    )


def _sent(key: str, wish: dict[str, Any]) -> Request:
    return post("/holds", wish, idempotency_key=key)


def _refused(about: str, request: Request, status: int, likely: Any) -> Exchange:  # noqa: ANN401
    return Exchange(about, request, Answer(status), likely=[*likely, *_ALWAYS])


def _made(
    about: str,
    request: Request,
    hold: dict[str, Any],
    first: Any = (),  # noqa: ANN401
) -> Exchange:
    place = re.compile(rf"(https?://[^/]+)?/holds/{hold['id']}")
    return Exchange(
        about,
        request,
        Answer(201, hold, {"Location": place}),
        likely=[
            *first,
            (Answer(201, hold), "the header Location is missing or other, at each such answer."),
            (Answer(200), "a replay has the status of the first time: 201."),
            (Answer(201, Includes({"id": hold["id"] + 1})), SECOND_HOLD),
            (Answer(201, Includes({"id": hold["id"] + 2})), SECOND_HOLD),
            (
                Answer(201, Includes({"id": hold["id"] - 1})),
                "another click is another hold: the key tells them apart, not the wish.",
            ),
            (Answer(201, ANYTHING), "the answer is the hold, as take_seats gave it."),
            (
                Answer(422),
                "the wish is the same if its values are (compare what Pydantic read, not bytes); "
                "and a key that was refused is not kept.",
            ),
            (Answer(409), "no seats are taken for a known key, and none for a refused one."),
            *_ALWAYS,
        ],
    )


_NO_KEY = [
    (Answer(201), "without a key nothing tells a second try from a second wish: 400."),
    (Answer(422), "a header that FastAPI insists on is its 422: let it be None, and raise 400."),
]
_OTHER = [
    (Answer(201), "compare the wish with the one that was kept."),
    (Answer(409), "a known key with another wish is 422; no seats are looked for."),
]
_NEARLY = [(Answer(201), "the names differ: compare the three values as they are.")]
_CAPITALS = [
    (Answer(422), "CLICK-1 is another key than click-1: keep it as it came, and WHERE key = ?.")
]
_FULL = [(Answer(201), "take_seats raises 409: let it pass.")]
_ALWAYS = [(Answer(500), "your handler raised what is printed below; after `at:` stands its line.")]
