"""What the checks of J02.5 stand on: a server, a season without luck, and who refuses what."""

import json
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypedDict

from pymongo.collection import Collection
from pymongo.command_cursor import CommandCursor
from pymongo.database import Database
from pymongo.errors import BulkWriteError
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from labs import datasets
from labs.servers import MongoDB

Document = dict[str, Any]
Row = tuple[Any, ...]

PAGES = """
SELECT json_object(
    '_id', p.id, 'title', s.title, 'starts', p.starts,
    'venue', json_object('id', v.id, 'name', v.name),
    'prices', json_group_array(json_object(
        'band', r.band, 'pence', r.pence, 'free', b.seats - coalesce(sold.seats, 0))))
FROM performance p
JOIN show s ON s.id = p.show_id
JOIN venue v ON v.id = p.venue_id
JOIN price r ON r.performance_id = p.id
JOIN venue_band b ON b.venue_id = v.id AND b.band = r.band
LEFT JOIN sold ON sold.performance_id = p.id AND sold.band = r.band
GROUP BY p.id ORDER BY p.id
"""
"""A document for each performance, as JSON."""

EVENINGS_AT = """
SELECT p.starts, s.title FROM performance p
JOIN show s ON s.id = p.show_id JOIN venue v ON v.id = p.venue_id
WHERE v.name = ? ORDER BY p.starts
"""
AFFORDABLE = """
SELECT performance_id FROM price WHERE band = ? AND pence <= ? ORDER BY performance_id
"""
SEATS_LEFT = """
SELECT v.name, sum(b.seats - coalesce(sold.seats, 0)) FROM performance p
JOIN venue v ON v.id = p.venue_id
JOIN venue_band b ON b.venue_id = v.id
LEFT JOIN sold ON sold.performance_id = p.id AND sold.band = b.band
GROUP BY v.name ORDER BY v.name
"""

FIRM_PRICE = """
CREATE TABLE price (pence INTEGER NOT NULL CHECK (typeof(pence) = 'integer' AND pence > 0))
"""

BY_THE_VALIDATOR = 121
"""MongoDB's code for a document that a validator refused."""


class NotSaved(TypedDict):
    """Why Mongoose did not save a document."""

    name: str
    paths: list[str]
    message: str


class Report(TypedDict):
    """What save_reviews.mjs prints."""

    problem: str
    refused: dict[str, NotSaved]
    """By place, among the documents that it was given."""
    averages: list[Document]


@cache
def server() -> MongoDB:
    """A server for the checks alone, started by the first of them."""
    return MongoDB.start()


def empty_database() -> Database[Document]:
    """A database without collections, on the checks' own server."""
    database = server().database()
    for name in database.list_collection_names():
        database.drop_collection(name)
    return database


class Sent(CommandListener):
    """The commands that a client sent, and how many documents came back."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.documents = 0
        self.listed = 0
        """How many entries their lists have."""

    def clear(self) -> None:
        self.commands.clear()
        self.documents = self.listed = 0

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append(event.command_name)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        cursor = event.reply.get("cursor", {})
        batch = cursor.get("firstBatch", cursor.get("nextBatch", event.reply.get("values", [])))
        self.documents += len(batch)
        fields = [field for one in batch if isinstance(one, dict) for field in one.values()]
        self.listed += sum(len(field) for field in fields if isinstance(field, list))

    def failed(self, event: CommandFailedEvent) -> None:
        """Counted already, when it started."""


@contextmanager
def listened(name: str) -> Iterator[tuple[Collection[Document], Sent]]:
    """The collection of this name, and what is sent for it."""
    sent = Sent()
    with server().client(event_listeners=[sent]) as client:
        yield client.get_default_database()[name], sent


class Regrouped(Collection[Document]):
    """After $group documents come in an order that nobody promised: here the last come first."""

    def aggregate(
        self,
        pipeline: Sequence[Mapping[str, Any]],
        *args: Any,  # noqa: ANN401 - as pymongo has it
        **options: Any,  # noqa: ANN401
    ) -> CommandCursor[Document]:
        if isinstance(pipeline, list):
            turned = {"$sort": {"_id": -1}}
            pipeline = [
                step for one in pipeline for step in ([one, turned] if "$group" in one else [one])
            ]
        return super().aggregate(pipeline, *args, **options)


@dataclass(frozen=True)
class BoxOffice:
    """One season, as documents and as tables, neither in any order."""

    pages: Collection[Document]
    sent: Sent
    """What is sent for `pages`."""
    documents: Sequence[Document]
    """What `pages` holds."""
    tables: sqlite3.Connection

    def ask(self, sql: str, *values: object) -> list[Row]:
        return self.tables.execute(sql, values).fetchall()

    def numbers(self, sql: str, *values: object) -> list[int]:
        return [number for (number,) in self.ask(sql, *values)]

    @property
    def venues(self) -> list[str]:
        """Their names; the first is a part of the second."""
        return [name for (name,) in self.ask("SELECT name FROM venue ORDER BY id")]


@contextmanager
def open_box_office(seed: int) -> Iterator[BoxOffice]:
    """A small season; another seed gives other data."""
    choose = random.Random(seed)  # noqa: S311 - data, no secret
    with closing(datasets.sample(seed)) as tables:
        _take_luck_away(tables, choose)
        documents = [json.loads(page) for (page,) in tables.execute(PAGES)]
        for document in documents:
            choose.shuffle(document["prices"])
        choose.shuffle(documents)
        empty_database()["pages"].insert_many(documents)
        with listened("pages") as (pages, sent):
            yield BoxOffice(pages, sent, documents, tables)


def _take_luck_away(tables: sqlite3.Connection, choose: random.Random) -> None:
    """No number tells the evening, no band is always dearer, and one venue is sold out.

    A venue's name is a part of another's, which as a pattern would not find itself.
    """
    numbers = [number for (number,) in tables.execute("SELECT id FROM performance ORDER BY id")]
    days = choose.sample(range(300), len(numbers))
    tables.executemany(
        "UPDATE performance SET starts = date('2026-09-01', ? || ' days') || 'T18:15' WHERE id = ?",
        zip(days, numbers, strict=True),
    )
    tables.execute(
        "UPDATE venue SET name = (SELECT name FROM venue WHERE id = 1) || ' (Studio)' WHERE id = 2"
    )
    tables.execute("UPDATE price SET pence = 6000 - pence WHERE performance_id % 2")
    tables.execute("""INSERT OR REPLACE INTO sold SELECT p.id, b.band, b.seats
                      FROM performance p JOIN venue_band b USING (venue_id) WHERE venue_id = 3""")


def refused_by_sql(documents: Sequence[Mapping[str, Any]]) -> list[int]:
    """The places of those of which FIRM_PRICE does not take each price."""
    refused = []
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(FIRM_PRICE)
        for place, document in enumerate(documents):
            prices = [(entry.get("pence"),) for entry in document["prices"]]
            try:
                db.executemany("INSERT INTO price VALUES (?)", prices)
            except sqlite3.IntegrityError:
                refused.append(place)
    return refused


def refused_by_store(
    collection: Collection[Document], documents: Sequence[Mapping[str, Any]]
) -> list[int]:
    """The places of those that the collection's validator does not take."""
    try:
        collection.insert_many([dict(document) for document in documents], ordered=False)
    except BulkWriteError as error:
        errors = (error.details or {})["writeErrors"]
        return [one["index"] for one in errors if one["code"] == BY_THE_VALIDATOR]
    return []
