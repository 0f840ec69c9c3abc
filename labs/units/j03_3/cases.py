"""Requests that are refused: at the service of prices, and at another app."""

from collections.abc import Callable, Sequence

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Json

from labs.units.j03_3.asking import Refused


def _fields(*names: str) -> frozenset[str]:
    return frozenset(names)


PRICES_REFUSED: Sequence[Refused] = (
    Refused("GET", "/listings/7", 404, "There is no such listing."),
    Refused("GET", "/listing", 404, "Not Found"),
    Refused("DELETE", "/prices", 405, "Method Not Allowed", headers={"Allow": "POST"}),
    Refused("POST", "/prices", 400, sent=b'{"band": '),
    Refused(
        "POST",
        "/prices",
        422,
        sent=b'{"band": "A", "pence": "my secret"}',
        fields=_fields("body.pence"),
    ),
    Refused(
        "POST",
        "/prices",
        422,
        sent=b'{"band": "my secret", "pence": 0}',
        fields=_fields("body.band", "body.pence"),
    ),
    Refused("GET", "/broken", 500),
)

OTHERS_REFUSED: Sequence[Refused] = (
    Refused("GET", "/who", 401, "Who are you?", headers={"WWW-Authenticate": "Basic"}),
    Refused("GET", "/busy", 503, {"queue": 7}, headers={"Retry-After": "5"}),
    Refused("GET", "/later", 429, "Later.", headers={"Retry-After": "9"}),
    Refused("GET", "/left", 499, "The caller has left."),
    Refused("GET", "/parts/x?limit=y", 422, fields=_fields("path.number", "query.limit")),
    Refused("POST", "/trips", 422, sent=b'{"seats": [1, "b"]}', fields=_fields("body.seats.1")),
    Refused("POST", "/trips", 422, sent=b"[]", fields=_fields("body")),
    Refused(
        "POST",
        "/packed",
        400,
        sent=b'{"seats": ["b"], "more": "{"}',
        fields=_fields("body.seats.0", "body.more"),
    ),
    Refused("PUT", "/trips", 405, "Method Not Allowed", headers={"Allow": "POST"}),
    Refused("GET", "/parts/0", 500),
)


BUSY = {"Retry-After": "5"}
"""The headers of each refusal of /busy; /headers-of-busy shows them."""


class Trip(BaseModel):
    """A body with a list in it."""

    seats: list[int]


class Packed(Trip):
    """A body with JSON in a text."""

    more: Json[list[int]]


def another_app() -> FastAPI:
    """An app that refuses in other ways, and answers in others."""
    app = FastAPI()
    busy = dict(BUSY)
    raises = {
        "/who": HTTPException(401, "Who are you?", {"WWW-Authenticate": "Basic"}),
        "/busy": HTTPException(503, {"queue": 7}, busy),
        "/later": HTTPException(429, "Later.", {"Retry-After": "9", "cache-control": "public"}),
        "/left": HTTPException(499, "The caller has left.", {"Cache-Control": "max-age=9"}),
    }
    for path, error in raises.items():
        app.get(path)(_raising(error))
    app.get("/headers-of-busy")(lambda: busy)

    @app.get("/parts/{number}")
    def part(number: int, limit: int = 1) -> float:
        return limit / number

    @app.post("/trips")
    def trips(trip: Trip) -> int:
        return sum(trip.seats)

    @app.post("/packed")
    def packed(trip: Packed) -> int:
        return sum(trip.more)

    @app.get("/letters/{number}")
    def letters(number: int) -> Response:
        return PlainTextResponse("x" * number)

    app.get("/kept")(lambda: Response("kept", 203, {"Cache-Control": "private", "X-Seat": "A1"}))
    app.delete("/kept")(lambda: Response(status_code=204))
    return app


def _raising(error: HTTPException) -> Callable[[], None]:
    def refuse() -> None:
        raise error

    return refuse
