"""What the checks of E1 put in front of a client: catalogues that keep a record."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from labs.flytower.catalog.app import create_app
from labs.flytower.problems import problem
from labs.measure.own_folder import own_folder
from labs.servers.hosting import hosted

_TABLES = """
    CREATE TABLE venue (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE show (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE performance (
        id INTEGER PRIMARY KEY, show_id INTEGER, venue_id INTEGER, starts TEXT NOT NULL
    );
    INSERT INTO venue VALUES (1, 'Gantry Loft'), (2, 'Oxbow Theatre'), (3, 'Shut for repairs');
    INSERT INTO show VALUES (1, 'Dido, a Queen''s Farewell'), (2, 'The Tin Comet');
"""
_IN_ORDER = """
    SELECT id FROM performance WHERE coalesce(venue_id = ?, true) ORDER BY starts, id
"""
FAR_TOO_MANY = 30
"""Requests, after which a catalogue answers no more: nobody needs so many."""


def new_season(performances: int) -> Path:
    """A box office's file with so many performances, two of them at each time, venue by venue."""
    path = own_folder() / "season.sqlite"
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_TABLES)
        for number in range(performances):
            place = number * 7 % performances if performances % 7 else number
            starts = f"2026-{9 + place // 56:02}-{1 + place % 56 // 2:02}T19:30"
            row = (number + 1, 1 + number % 2, 1 + number % 2, starts)
            db.execute("INSERT INTO performance VALUES (?, ?, ?, ?)", row)
    return path


def in_order(path: Path, venue: int | None = None) -> list[int]:
    """The ids of a season's performances, or of one venue's, by their time."""
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute(_IN_ORDER, (venue,))]


def on_stage(path: Path, id_: int, starts: str) -> None:
    """Add a performance."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO performance VALUES (?, 1, 1, ?)", (id_, starts))


def called_off(path: Path, ids: Sequence[int]) -> None:
    """Cancel performances."""
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("DELETE FROM performance WHERE id = ?", [(id_,) for id_ in ids])


class Recorded:
    """An app that keeps a record of what is asked, and may fail once."""

    def __init__(self, app: ASGIApp, fails_at: int = 0) -> None:
        self._app = app
        self._fails_at = fails_at
        self.seen: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            query = scope["query_string"].decode()
            self.seen.append(scope["path"] + (f"?{query}" if query else ""))
            if len(self.seen) == self._fails_at or len(self.seen) > FAR_TOO_MANY:
                await problem(503, "The box office cannot be read now.")(scope, receive, send)
                return
        await self._app(scope, receive, send)


@contextmanager
def recorded(app: ASGIApp, fails_at: int = 0) -> Iterator[tuple[httpx.Client, list[str]]]:
    """A client of the app, which is served, and the record of what it is asked."""
    watched = Recorded(app, fails_at)
    with (
        hosted(watched) as site,
        httpx.Client(base_url=site.url, trust_env=False, verify=False) as client,  # noqa: S501
    ):
        yield client, watched.seen


def catalogue(path: Path) -> FastAPI:
    """Flytower's own, in this process."""
    return create_app(path)


def piecemeal(ids: Sequence[int], sizes: Sequence[int] = (3, 0, 2, 1)) -> FastAPI:
    """One that gives fewer than it is asked for, and whose pages are at other addresses."""
    app = FastAPI()
    begins = [sum(sizes[:number]) for number in range(len(sizes) + 1)]

    def page(number: int) -> dict[str, Any]:
        last = number == len(sizes)
        some = ids[begins[number] :] if last else ids[begins[number] : begins[number + 1]]
        following = None if last else f"/rest/%C5%81-{number + 1}?of=Dido%2C+a+Queen"
        return {"items": [{"id": id_} for id_ in some], "next": following}

    @app.get("/performances")
    def first() -> dict[str, Any]:
        return page(0)

    @app.get("/rest/{name}")
    def rest(name: str, of: str = "") -> Any:  # noqa: ANN401
        number = name.removeprefix("Ł-")
        is_known = of == "Dido, a Queen" and number.isdigit()
        return page(int(number)) if is_known else problem(404, f"There is no page {name}.")

    return app


def pages_of(client: httpx.Client, address: str | None) -> Iterator[list[int]]:
    """The ids on each page, one page after another, as each is asked for."""
    while address:
        page = client.get(address).json()
        yield [item["id"] for item in page["items"]]
        address = page["next"]
