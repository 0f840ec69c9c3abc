"""All performances, a page at a time: each page says where the next one is."""

import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, Field

LARGEST = 100
"""Performances on one page."""

_PAGE = """
    SELECT performance.id, show.title, venue.name, performance.starts
    FROM performance
    JOIN show ON show.id = performance.show_id
    JOIN venue ON venue.id = performance.venue_id
    WHERE (performance.starts, performance.id) > (?, ?) AND coalesce(venue.id = ?, true)
    ORDER BY performance.starts, performance.id
    LIMIT ?
"""


class Listed(BaseModel):
    """One performance, as a list shows it."""

    id: int
    title: str
    venue: str
    starts: str


class Listing(BaseModel):
    """Some performances, in the order of time."""

    items: list[Listed]
    next: str | None = Field(description="Address of the next page; null after the last one.")


class Asked(BaseModel):
    """What a list is asked for."""

    limit: int = Field(20, ge=1, le=LARGEST, description="Performances on a page, at most.")
    venue: Annotated[
        int | None, Field(ge=-(2**63), lt=2**63, description="Only those at this venue.")
    ] = None
    cursor: str = Field("", description="As it stands in `next`: it tells where a page begins.")


AskedFor = Annotated[Asked, Query()]


def compute_listing(db: sqlite3.Connection, path: str, asked: Asked) -> Listing:
    """One page, and the address of the next at `path`.

    A page begins after the last performance of the one before, by its time and id, so that what
    is added or cancelled meanwhile shifts nothing. Raises ValueError if the cursor is not ours.
    """
    after = _read(asked.cursor) if asked.cursor else ("", 0)
    rows = db.execute(_PAGE, (*after, asked.venue, asked.limit + 1)).fetchall()
    items = [
        Listed(id=id_, title=title, venue=venue, starts=starts)
        for id_, title, venue, starts in rows[: asked.limit]
    ]
    if len(rows) <= asked.limit:
        return Listing(items=items, next=None)
    same = asked.model_dump(exclude={"cursor"}, exclude_none=True)
    query = urlencode(same | {"cursor": _written(items[-1])})
    return Listing(items=items, next=f"{path}?{query}")


def _written(last: Listed) -> str:
    return urlsafe_b64encode(f"{last.starts} {last.id}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, int]:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        starts, _, number = text.rpartition(" ")
        return starts, _sqlite_integer(number)
    except ValueError:
        raise ValueError(f"no page begins at the cursor {cursor!r}") from None


def _sqlite_integer(text: str) -> int:
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError(f"{text} is no number of a row")
    return number
