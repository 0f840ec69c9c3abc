"""A season of performances, the catalogue that lists it, and a record of what that is asked."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import cache
from http.client import HTTPConnection
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from labs.measure.own_folder import own_folder
from labs.servers import Service
from labs.units.j03_1.site import client_of
from labs.units.j03_1.store import TITLES

_TABLES = """
    CREATE TABLE IF NOT EXISTS venue (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS show (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS performance (
        id INTEGER PRIMARY KEY, show_id INTEGER, venue_id INTEGER, starts TEXT NOT NULL
    );
    DELETE FROM performance; DELETE FROM show; DELETE FROM venue;
"""
VENUES = ("Gantry Loft", "Oxbow Theatre", "Kirkwall Arts", "Shut for repairs")
SMALL = 3
"""The venue with 20 performances."""
_PERFORMANCES = {1: 200, 2: 230, SMALL: 20}
_FIRST = datetime(2026, 9, 1, 19, 30)
_IN_ORDER = """
    SELECT id FROM performance WHERE coalesce(venue_id = ?, true) ORDER BY starts, id
"""
FAR_TOO_MANY = 40
"""Requests, after which a catalogue answers no more: nobody needs so many."""


def new_season() -> Path:
    """A box office's file with the season in it; it goes with the kernel."""
    path = own_folder() / "season.sqlite"
    begin_again(path)
    return path


def begin_again(path: Path) -> None:
    """Write the season as it was at first: several performances at a time, ids in no order."""
    venues = [venue for venue, count in _PERFORMANCES.items() for _ in range(count)]
    rows = []
    for number, venue in enumerate(venues):
        starts = _FIRST + timedelta(days=number * 37 % 150)
        rows.append((number + 1, 1 + number % len(TITLES), venue, f"{starts:%Y-%m-%dT%H:%M}"))
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_TABLES)
        db.executemany("INSERT INTO venue VALUES (?, ?)", enumerate(VENUES, 1))
        db.executemany("INSERT INTO show VALUES (?, ?)", enumerate(TITLES, 1))
        db.executemany("INSERT INTO performance VALUES (?, ?, ?, ?)", rows)


def in_order(path: Path, venue: int | None = None) -> list[int]:
    """The ids of a season's performances, or of one venue's, by their time."""
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute(_IN_ORDER, (venue,))]


def put_on(path: Path, venue: int, starts: str) -> None:
    """Add a performance."""
    with closing(sqlite3.connect(path)) as db, db:
        row = (1, venue, starts)
        db.execute("INSERT INTO performance (show_id, venue_id, starts) VALUES (?, ?, ?)", row)


def call_off(path: Path, ids: Sequence[int]) -> None:
    """Cancel performances."""
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("DELETE FROM performance WHERE id = ?", [(id_,) for id_ in ids])


def pages_of(client: httpx.Client, address: str | None) -> Iterator[list[int]]:
    """The ids on each page, one page after another, as each is asked for."""
    while address:
        page = client.get(address).json()
        yield [item["id"] for item in page["items"]]
        address = page["next"]


# --- What the checks of E1 put in front of a client -----------------------------------------------


@cache
def checked() -> tuple[Path, str]:
    """A season's file and the catalogue's address, for as long as this process lives."""
    path = new_season()
    return path, Service.start("catalog", CATALOG_DATABASE=str(path)).url


def gate_of(origin: str, seen: list[str], fails_at: int = 0, status: int = 503) -> Route:
    """Hands requests on to `origin`, and writes down each; one may fail, with this status."""

    def handed_on(request: Request) -> Response:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if address != "/openapi.json":  # a program may read the document, too
            seen.append(address)
            if len(seen) == fails_at or len(seen) > FAR_TOO_MANY:
                refusal = status if len(seen) == fails_at else 503
                return JSONResponse({"detail": "The box office cannot be read now."}, refusal)
        with closing(HTTPConnection(httpx.URL(origin).netloc.decode())) as catalog:
            catalog.request("GET", address)
            answer = catalog.getresponse()
            kind = answer.headers.get("content-type")
            return Response(answer.read(), answer.status, media_type=kind)

    return Route("/{path:path}", handed_on)


@contextmanager
def recorded(
    origin: str, fails_at: int = 0, status: int = 503
) -> Iterator[tuple[httpx.Client, list[str]]]:
    """A client of the catalogue at `origin`, and the record of what that is asked."""
    seen: list[str] = []
    with client_of(Starlette(routes=[gate_of(origin, seen, fails_at, status)])) as client:
        yield client, seen


def listed(id_: int) -> dict[str, object]:
    """A performance, as the catalogue's document describes it."""
    title, starts = TITLES[id_ % len(TITLES)], f"2026-10-01T{id_ % 24:02}:30"
    return {"id": id_, "title": title, "venue": VENUES[0], "starts": starts}


def piecemeal(ids: Sequence[int], seen: list[str], sizes: Sequence[int] = (3, 0, 2, 1)) -> ASGIApp:
    """A catalogue that gives fewer than it is asked for, and whose pages are at other addresses."""
    begins = [sum(sizes[:number]) for number in range(len(sizes) + 1)]

    def page(number: int) -> JSONResponse:
        end = begins[number + 1] if number < len(sizes) else len(ids)
        items = [listed(id_) for id_ in ids[begins[number] : end]]
        following = f"/rest/%C5%81-{number + 1}?of=Dido%2C+a+Queen"
        return JSONResponse({"items": items, "next": following if number < len(sizes) else None})

    def first(request: Request) -> JSONResponse:
        seen.append(str(request.url))
        return page(0)

    def rest(request: Request) -> JSONResponse:
        seen.append(str(request.url))
        number = request.path_params["name"].removeprefix("Ł-")
        asked = request.query_params.multi_items()
        if len(seen) > FAR_TOO_MANY or asked != [("of", "Dido, a Queen")]:
            return JSONResponse({"detail": "There is no such page."}, 404)
        return page(int(number))

    others = gate_of(checked()[1], seen)  # the document
    return Starlette(routes=[Route("/performances", first), Route("/rest/{name}", rest), others])
