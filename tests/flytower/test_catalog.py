"""The catalogue's HTTP interface, in this process."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from labs import datasets
from labs.flytower.catalog.app import create_app
from tests.support.apps import Client, served


@contextmanager
def client_of(path: Path, totals: bool = False) -> Iterator[Client]:
    with served(create_app(path, totals)) as client:
        yield client


@pytest.fixture
def client() -> Iterator[Client]:
    with client_of(datasets.core("tiny")) as client:
        yield client


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A box office with one venue of 2 + 3 + 4 seats and two evenings, that a test may change."""
    schema = Path(datasets.__file__).with_name("core.sql").read_text("utf-8")
    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as db:
        db.executescript(schema)
        db.executescript(
            """INSERT INTO venue VALUES (1, 'Gantry Loft'), (2, 'Oxbow Theatre');
            INSERT INTO venue_band VALUES (1, 'A', 2), (1, 'B', 3), (1, 'C', 4), (2, 'A', 9);
            INSERT INTO show VALUES (1, 'Dido'), (2, 'The Tin Comet');
            INSERT INTO performance VALUES
                (1, 2, 1, '2026-09-02T19:30'), (2, 1, 1, '2026-09-01T19:30'),
                (3, 2, 2, '2026-09-01T19:30');
            INSERT INTO price VALUES
                (1, 'A', 900), (1, 'B', 800), (1, 'C', 700),
                (2, 'A', 3000), (2, 'B', 2000), (2, 'C', 1000), (3, 'A', 500);"""
        )
        yield db


@pytest.fixture
def shop_client(shop: sqlite3.Connection, tmp_path: Path) -> Iterator[Client]:
    with client_of(tmp_path / "shop.sqlite") as client:
        yield client


def sell(shop: sqlite3.Connection, performance_id: int, first: int, last: int, band: str) -> None:
    seats = ((performance_id, seat, band, 1, 1) for seat in range(first, last + 1))
    shop.executemany("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", seats)
    shop.commit()


def test_a_page_shows_the_evening_and_all_evenings_of_its_venue(shop_client: Client) -> None:
    answer = shop_client.get("/performances/2")
    dido = {
        "id": 2, "title": "Dido", "starts": "2026-09-01T19:30", "seats_left": 9, "from_pence": 1000
    }  # fmt: skip
    comet = {
        "id": 1, "title": "The Tin Comet", "starts": "2026-09-02T19:30", "seats_left": 9,
        "from_pence": 700,
    }  # fmt: skip
    assert answer.status_code == 200
    assert answer.json() == {**dido, "venue": "Gantry Loft", "evenings": [dido, comet]}


def test_a_sale_shows_at_once_and_on_its_own_evening_only(
    shop_client: Client, shop: sqlite3.Connection
) -> None:
    assert shop_client.get("/performances/2").json()["seats_left"] == 9
    sell(shop, 2, 1, 2, "A")
    page = shop_client.get("/performances/2").json()
    assert page["seats_left"] == 7
    assert [evening["seats_left"] for evening in page["evenings"]] == [7, 9]


def test_the_price_is_that_of_the_cheapest_seat_left(
    shop_client: Client, shop: sqlite3.Connection
) -> None:
    sell(shop, 2, 6, 9, "C")
    assert shop_client.get("/performances/2").json()["from_pence"] == 2000


def test_a_sold_out_evening_has_no_price(shop_client: Client, shop: sqlite3.Connection) -> None:
    sell(shop, 2, 1, 2, "A")
    sell(shop, 2, 3, 5, "B")
    sell(shop, 2, 6, 9, "C")
    page = shop_client.get("/performances/2").json()
    assert (page["seats_left"], page["from_pence"]) == (0, None)


def test_the_page_of_dido_lists_a_hundred_evenings(client: Client) -> None:
    page = client.get(f"/performances/{datasets.DIDO}").json()
    assert page["title"] == "Dido"
    assert len(page["evenings"]) == 100
    starts = [evening["starts"] for evening in page["evenings"]]
    assert starts == sorted(starts)


@pytest.mark.parametrize("invented", [0, -5, 2_401, 9_999, 2**63 - 1, -(2**63)])
def test_a_performance_that_does_not_exist_is_a_problem(client: Client, invented: int) -> None:
    answer = client.get(f"/performances/{invented}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": f"There is no performance {invented}.",
    }


@pytest.mark.parametrize("wrong", ["dido", "1.5", str(2**63)])
def test_what_is_not_an_id_is_a_problem(client: Client, wrong: str) -> None:
    answer = client.get(f"/performances/{wrong}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "path.performance_id" in answer.json()["detail"]


def test_an_unknown_path_and_a_wrong_method_are_problems(client: Client) -> None:
    missing, refused = client.get("/nowhere"), client.request("POST", "/performances/1")
    assert (missing.status_code, missing.json()["status"]) == (404, 404)
    assert (refused.status_code, refused.json()["title"]) == (405, "Method Not Allowed")
    assert refused.headers["allow"] == "GET"


def test_metrics_count_each_page_that_was_computed(client: Client) -> None:
    assert 'catalog_page_computations_total{outcome="missing"} 0.0' in client.get("/metrics").text
    for page_id in (1, 1, 2, 9_999):
        client.get(f"/performances/{page_id}")
    metrics = client.get("/metrics").text
    assert 'catalog_page_computations_total{outcome="found"} 3.0' in metrics
    assert 'catalog_page_computations_total{outcome="missing"} 1.0' in metrics
    assert "catalog_page_seconds_count 4.0" in metrics


def test_it_is_alive_and_ready_with_a_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_without_its_database_it_is_alive_but_not_ready(tmp_path: Path) -> None:
    with client_of(tmp_path / "gone.sqlite") as client:
        assert client.get("/healthz").status_code == 200
        ready, page = client.get("/readyz"), client.get("/performances/1")
    assert ready.status_code == 503
    assert ready.json()["detail"] == ("gone.sqlite cannot be read: unable to open database file.")
    assert (page.status_code, page.json()["detail"]) == (
        503,
        "The box office cannot be read now.",
    )


def test_the_database_cannot_be_changed_through_it(tmp_path: Path) -> None:
    with client_of(tmp_path / "new.sqlite") as client:
        client.get("/performances/1")
    assert not (tmp_path / "new.sqlite").exists()


def test_running_totals_give_the_same_pages_as_counting(client: Client) -> None:
    with client_of(datasets.core("tiny"), totals=True) as faster:
        for page_id in range(1, 2_401, 240):
            path = f"/performances/{page_id}"
            assert faster.get(path).json() == client.get(path).json()
