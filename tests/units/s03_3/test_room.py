"""The office of S03.3, its replicas, its nginx, its model and its shop."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi import FastAPI, HTTPException, Request, Response

from labs.units.s03_3 import causes, figures
from labs.units.s03_3.front import behind_nginx, replayed, tally, visits
from labs.units.s03_3.merging import MORE, RFC_7396, merged_by_the_rfc
from labs.units.s03_3.model import Run
from labs.units.s03_3.office import new_office, read, season, transaction, written_elsewhere
from labs.units.s03_3.replicas import Replicas
from labs.units.s03_3.shop import ELSEWHERE, WITHDRAWN, Lot, NotOfferedError, Shop


def counting() -> FastAPI:
    app, calls = FastAPI(), []

    @app.post("/calls")
    def count(by: int) -> dict[str, int]:
        if by == 0:
            raise HTTPException(409)
        calls.append(by // by and by)
        return {"sum": sum(calls)}

    @app.get("/fault")
    def fault() -> None:
        raise ValueError("no such thing")

    return app


def test_replicas_are_asked_in_turn_and_forget_when_they_are_restarted() -> None:
    api = Replicas(counting)
    said = [api("POST", f"/calls?by={number}").json["sum"] for number in (1, 2, 3)]
    api.restart(1)
    said += [api("POST", "/calls?by=4").json["sum"] for _ in range(2)]
    assert said == [1, 2, 4, 4, 8]
    assert api("POST", "/calls?by=0").status == 409


def test_what_a_handler_raises_is_told() -> None:
    answer = Replicas(counting)("GET", "/fault")
    assert (answer.status, answer.raised) == (500, "ValueError: no such thing")


def test_an_office_begins_with_a_given_id_and_is_changed_from_elsewhere() -> None:
    office = new_office(first=41)
    written_elsewhere(office, 42, note="x")
    found = read(office, "SELECT * FROM evening WHERE id IN (41, 42) ORDER BY id")
    assert [row["version"] for row in found] == [1, 2]
    assert json.loads(found[1]["body"]) == season()[1] | {"note": "x"}


def test_a_transaction_that_fails_changes_nothing() -> None:
    office = new_office()
    with suppress(KeyError), transaction(office) as db:
        db.execute("DELETE FROM evening")
        raise KeyError
    assert len(read(office, "SELECT * FROM evening")) == 5


@pytest.mark.parametrize(("target", "patch", "wanted"), [*RFC_7396, *MORE])
def test_the_rooms_own_merge_does_what_the_rfc_says(
    target: object, patch: object, wanted: object
) -> None:
    assert merged_by_the_rfc(target, patch) == wanted


def keeps_all(database: Path) -> FastAPI:
    app = FastAPI()

    @app.get("/{path:path}")
    def anything(path: str, response: Response) -> dict[str, str]:
        response.headers["Cache-Control"] = "max-age=60"
        return {"path": path, "of": str(database)}

    return app


def test_a_trace_through_nginx_is_compared_with_what_is_true() -> None:
    office, trace = new_office(), visits(100, seed=1)
    with behind_nginx(lambda: keeps_all(office)) as client:
        seen = replayed(client, office, trace)
    addresses = {visit.path for visit in trace}
    assert sum(not each.kept for each in seen) == len(addresses)
    wrong = [each.wrong for each in seen if each.wrong]
    assert wrong.count("another guest's account") == 2
    assert wrong.count("an old price") == 4
    assert tally(seen)["wrong"] == len(wrong) == 6
    assert sum(tally(seen).values()) == 100


def knows_its_version() -> FastAPI:
    app = FastAPI()

    @app.get("/evenings/1")
    def one(request: Request) -> Response:
        headers = {"Cache-Control": "no-cache", "ETag": '"1-1"'}
        known = request.headers.get("If-None-Match") == headers["ETag"]
        return Response(None if known else "Dido", 304 if known else 200, headers)

    return app


def test_a_304_of_a_replica_comes_through_nginx() -> None:
    with behind_nginx(knows_its_version) as client:
        seen = [
            client.get("/evenings/1", headers={"If-None-Match": tag} if tag else {})
            for tag in ("", '"1-1"', '"1-0"')
        ]
    assert [answer.status_code for answer in seen] == [200, 304, 200]
    assert [answer.headers["ETag"] for answer in seen] == ['"1-1"'] * 3


def test_an_app_that_does_nothing_parts_from_the_model() -> None:
    office = new_office()
    run = Run(lambda: keeps_all(office), office, seed=1)
    difference = run.first_difference(50)
    assert difference
    assert difference.step == run.step < 50


def test_a_shop_answers_what_it_has_offered_and_nothing_else() -> None:
    shop = Shop(paths=ELSEWHERE)
    with pytest.raises(NotOfferedError, match="404 GET /evenings"):
        shop.ask("GET", "/evenings")
    link = shop.ask("GET", "/")["links"]["evenings"]
    page = shop.ask(link["method"], link["href"])
    assert [list(item["links"]) for item in page["items"]] == [[], ["hold"]]
    hold = page["items"][1]["links"]["hold"]
    waiting = shop.ask(hold["method"], hold["href"], {"seats": 2})
    assert list(waiting["links"]) == ["wait"]
    assert (shop.held, shop.paid) == ([("Gala 2", 2)], [])


def test_what_is_withdrawn_leaves_its_page_empty() -> None:
    shop = Shop([WITHDRAWN, Lot("Dido", 1)], page=1)
    page = shop.ask("GET", "/evenings")
    assert (page["items"], list(page["links"])) == ([], ["next"])


@pytest.mark.parametrize(
    ("path", "said", "fits"),
    [
        ("/me", "private, no-store", True),
        ("/me", "private", False),
        ("/evenings", "max-age=60", True),
        ("/evenings", "public, s-maxage=60, max-age=5", True),
        ("/evenings", "public, max-age=3600", False),
        ("/evenings", "no-cache, max-age=60", False),
        ("/evenings/2", "no-cache", True),
        ("/evenings/2", "max-age=0, must-revalidate", True),
        ("/evenings/2", "max-age=1", False),
        ("/evenings/2", "no-store", False),
        ("/evenings/2", "private, no-cache", True),
        ("/evenings/2", "s-maxage=0, max-age=60, must-revalidate", False),
        ("/evenings", "private, max-age=60", False),
        ("/evenings", "public, s-maxage=60, max-age=86400", False),
        ("/evenings", "public, max-age=60, stale-while-revalidate=600", False),
    ],
)
def test_a_policy_is_judged_by_what_it_means(path: str, said: str, *, fits: bool) -> None:
    assert causes.policy(path, said)[0] is fits


def test_the_figure_says_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    figures.answered({"all": {"right from nginx": 7, "right from a replica": 2, "wrong": 1}})
    assert "all: right from nginx 7, right from a replica 2, wrong 1" in capsys.readouterr().out
