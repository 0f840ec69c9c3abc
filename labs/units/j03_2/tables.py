"""Tables of routes, and what must come of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from fastapi.responses import JSONResponse, PlainTextResponse

Handler = Callable[..., object]
Table = Mapping[str, Mapping[str, Handler]]


def _read_title(show_id: int) -> dict[str, object]:
    return {"show": show_id, "title": "Dido 🎭"}


def _rename(show_id: int) -> JSONResponse:
    return JSONResponse({"renamed": show_id}, headers={"ETag": '"2"'})


def _close(show_id: int) -> JSONResponse:
    return JSONResponse({"closed": show_id}, 202)


def _form() -> PlainTextResponse:
    return PlainTextResponse("title: …", headers={"Cache-Control": "max-age=60"})


def _release(hold_id: int) -> JSONResponse:
    return JSONResponse({"released": hold_id}, 202)


def _page(name: str) -> dict[str, str]:
    return {"page": str(name)}


HALLS: Table = {
    "/healthz": {"GET": lambda: {"status": "ok"}},
    "/shows/new": {"GET": _form, "POST": lambda: JSONResponse({"id": 2}, 201)},
    "/shows/{show_id}": {"DELETE": _close, "PATCH": _rename, "PUT": _rename, "GET": _read_title},
    "/holds/{hold_id}/release": {"POST": _release},
    "/holds": {"POST": lambda: JSONResponse({"id": 1}, 201), "GET": lambda: []},
    "/pages/{name}": {"GET": _page, "PUT": _page},
    "/pages/about": {"GET": lambda: {"page": "?"}, "DELETE": lambda: {"page": None}},
}
"""Other addresses than the notebook's: one without GET, one with all but one, some that fit two.

`/shows/new` is there, too, and allows other methods. `/pages/about` belongs to the one above it.
"""


class Route(NamedTuple):
    """Where a target leads."""

    pattern: str
    values: Mapping[str, str | int]


Cases = Mapping[str, Route | None]

PATTERNS = (
    "/shows",
    "/shows/{title}",
    "/shows/{show_id:int}",
    "/shows/new",
    "/shows/{show_id:int}/seats/{seat}",
    "/venues/{venue}/shows",
)

TITLE, ID, SEAT = PATTERNS[1], PATTERNS[2], PATTERNS[4]

CASES: Cases = {
    "/shows": Route("/shows", {}),
    "/shows/new": Route("/shows/new", {}),
    "/shows/7": Route(ID, {"show_id": 7}),
    "/shows/Dido": Route(TITLE, {"title": "Dido"}),
    "/shows/Gy%C5%91r": Route(TITLE, {"title": "Győr"}),
    "/shows/AC%2FDC": Route(TITLE, {"title": "AC/DC"}),
    "/shows/7/seats/A1": Route(SEAT, {"show_id": 7, "seat": "A1"}),
    "/shows/new?seats=2": Route("/shows/new", {}),
    "/shows/new%20year": Route(TITLE, {"title": "new year"}),
    "/shows/seven/seats/A1": None,
    "/shows/": None,
    "/show": None,
    "/shows/7/seats": None,
    "/shows/-7": Route(TITLE, {"title": "-7"}),
    "/shows/0": Route(ID, {"show_id": 0}),
    "/shows/007": Route(ID, {"show_id": 7}),
    "/venues/7/shows": Route("/venues/{venue}/shows", {"venue": "7"}),
    "/shows/7/seats/B%2F12?row=B/12": Route(SEAT, {"show_id": 7, "seat": "B/12"}),
    "/": None,
    "/shows/7/seats/A1/": None,
}
"""Targets as they come over the wire, with PATTERNS."""

OTHERS = (
    "/{page}",
    "/",
    "/halls/{hall}/{plan}",
    "/halls/{hall}",
    "/halls/{building}",
    "/halls/{hall}/rows/{row:int}",
    "/halls/main/{part}/{row}",
    "/halls/{number:int}/{plan}",
    "/halls/{number:int}",
    "/halls/main",
    "/halls/{hall}/plan",
    "/halls/{X:int}/{Y:int}/{step:int}",
)
ALIKE = ("/halls/{hall}", "/halls/{building}")
"""Of these the one listed first wins."""

NUMBER, NUMBER_PLAN, MAIN_PART = OTHERS[8], OTHERS[7], OTHERS[6]
HALL, HALL_PLAN = OTHERS[3], OTHERS[2]

OTHER_CASES: Cases = {
    "/": Route("/", {}),
    "/?page=about": Route("/", {}),
    "/about": Route("/{page}", {"page": "about"}),
    "/12": Route("/{page}", {"page": "12"}),
    "//": None,
    "/halls": Route("/{page}", {"page": "halls"}),
    "/halls/": None,
    "/halls/Kirkwall": Route(HALL, {"hall": "Kirkwall"}),
    "/halls/main": Route("/halls/main", {}),
    "/halls/%6Dain": Route("/halls/main", {}),
    "/halls/MAIN": Route(HALL, {"hall": "MAIN"}),
    "/halls/main%2F": Route(HALL, {"hall": "main/"}),
    "/halls/main%3Fplan": Route(HALL, {"hall": "main?plan"}),
    "/halls/%2E%2E": Route(HALL, {"hall": ".."}),
    "/halls/%252F": Route(HALL, {"hall": "%2F"}),
    "/halls/a+b": Route(HALL, {"hall": "a+b"}),
    "/halls/%7Bhall%7D": Route(HALL, {"hall": "{hall}"}),
    "/halls/3": Route(NUMBER, {"number": 3}),
    "/halls/%33": Route(NUMBER, {"number": 3}),
    "/halls/3.0": Route(HALL, {"hall": "3.0"}),
    "/halls/%C2%B2": Route(HALL, {"hall": "²"}),
    "/halls/%D9%A3": Route(HALL, {"hall": "٣"}),
    "/halls/+3": Route(HALL, {"hall": "+3"}),
    "/halls/%203": Route(HALL, {"hall": " 3"}),
    "/halls/%0A": Route(HALL, {"hall": "\n"}),
    "/halls/7%0A": Route(HALL, {"hall": "7\n"}),
    "/halls/3_0": Route(HALL, {"hall": "3_0"}),
    "/halls/90071992547409930": Route(NUMBER, {"number": 90071992547409930}),
    "/halls/3/plan": Route(NUMBER_PLAN, {"number": 3, "plan": "plan"}),
    "/halls/west/plan": Route("/halls/{hall}/plan", {"hall": "west"}),
    "/halls/west/map": Route(HALL_PLAN, {"hall": "west", "plan": "map"}),
    "/halls/main/plan": Route("/halls/{hall}/plan", {"hall": "main"}),
    "/halls/main/rows/7": Route(MAIN_PART, {"part": "rows", "row": "7"}),
    "/halls/west/rows/7": Route(OTHERS[5], {"hall": "west", "row": 7}),
    "/halls/3/rows/7": Route(OTHERS[5], {"hall": "3", "row": 7}),
    "/halls/3/rows/seven": None,
    "/halls/3/4/5": Route(OTHERS[11], {"X": 3, "Y": 4, "step": 5}),
    "/halls/3/4/x": None,
    "/halls//plan": None,
    "/halls/west/": None,
    "/halls/west/plan/": None,
    "/halls/west/plan?a=/b?c": Route("/halls/{hall}/plan", {"hall": "west"}),
}
"""More of them, with OTHERS."""

IN_ORDER: Sequence[str] = (
    "/shows",
    "/shows/new",
    "/shows/{show_id:int}",
    "/shows/{title}",
    "/shows/{show_id:int}/seats/{seat}",
    "/venues/{venue}/shows",
)
"""PATTERNS, as a router must have them that takes the first which fits."""
