"""The catalogue's list: page after page, whatever is added or cancelled meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from labs import datasets
from labs.flytower.catalog.app import create_app
from tests.support.apps import Client, served

SCHEMA = Path(datasets.__file__).with_name("core.sql").read_text("utf-8")
EVENINGS = 11


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Two venues with evenings at the same time, and a third one with none."""
    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as db:
        db.executescript(SCHEMA)
        db.executescript(
            """INSERT INTO venue VALUES (1, 'Gantry Loft'), (2, 'Oxbow Theatre'), (3, 'Shut');
            INSERT INTO show VALUES (1, 'Dido');"""
        )
        for number in range(EVENINGS):  # the later the evening, the smaller its id
            day = EVENINGS - number // 2
            row = (number + 1, 1, 1 + number % 2, f"2026-09-{day:02}T19:30")
            db.execute("INSERT INTO performance VALUES (?, ?, ?, ?)", row)
        db.commit()
        yield db


@pytest.fixture
def client(shop: sqlite3.Connection, tmp_path: Path) -> Iterator[Client]:
    with served(create_app(tmp_path / "shop.sqlite")) as client:
        yield client


def pages(client: Client, address: str) -> Iterator[Any]:
    following: str | None = address
    while following:
        page = client.get(following).json()
        yield page
        following = page["next"]


def ids(client: Client, address: str) -> list[int]:
    return [item["id"] for page in pages(client, address) for item in page["items"]]


def in_order(shop: sqlite3.Connection, venue: int | None = None) -> list[int]:
    query = "SELECT id FROM performance WHERE coalesce(venue_id = ?, true) ORDER BY starts, id"
    return [row[0] for row in shop.execute(query, (venue,))]


@pytest.mark.parametrize("limit", [1, 2, EVENINGS - 1, EVENINGS, EVENINGS + 1, 100])
def test_pages_hold_each_performance_once(
    client: Client, shop: sqlite3.Connection, limit: int
) -> None:
    address = f"/performances?limit={limit}"
    assert ids(client, address) == in_order(shop)
    assert len(list(pages(client, address))) == -(-EVENINGS // limit)


def test_a_page_says_what_is_on_and_where(client: Client) -> None:
    assert client.get("/performances?limit=1").json()["items"] == [
        {"id": 11, "title": "Dido", "venue": "Gantry Loft", "starts": "2026-09-06T19:30"}
    ]


@pytest.mark.parametrize("venue", [1, 2, 3, 99])
def test_one_venue_s_performances_are_listed_alone(
    client: Client, shop: sqlite3.Connection, venue: int
) -> None:
    assert ids(client, f"/performances?venue={venue}&limit=2") == in_order(shop, venue)


def test_what_is_added_and_cancelled_shifts_nothing(
    client: Client, shop: sqlite3.Connection
) -> None:
    before = in_order(shop)
    got, following = [], "/performances?limit=4"
    while following:
        page = client.get(following).json()
        got += [item["id"] for item in page["items"]]
        following = page["next"]
        if len(got) == 4:
            shop.execute("INSERT INTO performance VALUES (90, 1, 3, '2026-08-01T19:30')")
            shop.execute("DELETE FROM performance WHERE id = ?", (got[-1],))  # where it goes on
            shop.commit()
    assert got == before


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=all", "venue=loft", f"venue={2**63}", "cursor=page2",
     "cursor=%FF", "cursor=Łódź", "cursor=MjAyNiA5OTk5OTk5OTk5OTk5OTk5OTk5OTk"],
)  # fmt: skip
def test_a_query_that_means_nothing_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/performances?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_document_says_how_to_page(client: Client) -> None:
    document = client.get("/openapi.json").json()
    operation = document["paths"]["/performances"]["get"]
    limits = {each["name"]: each["schema"] for each in operation["parameters"]}
    assert list(limits) == ["limit", "venue", "cursor"]
    assert (limits["limit"]["maximum"], limits["limit"]["default"]) == (100, 20)
    following = document["components"]["schemas"]["Listing"]["properties"]["next"]
    assert "null after the last one" in following["description"]
