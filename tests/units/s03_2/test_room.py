"""The office of S03.2, its rules, its fuzz and the client that knows a document alone."""

import pytest
from fastapi import FastAPI
from matplotlib.figure import Figure

from labs.servers.hosting import hosted
from labs.units.s03_2 import checks, figures, fuzz, stage
from labs.units.s03_2.cost import counted
from labs.units.s03_2.documents import lost
from labs.units.s03_2.office import cursor_of, new_office, order_id, place_of, query, settle
from labs.units.s03_2.reseller import LostError, Reseller
from labs.units.s03_2.rules import RULES, broken_rules


def test_an_office_has_its_orders_in_the_order_of_their_coming() -> None:
    rows = query(new_office(3), "SELECT id, seat FROM orders ORDER BY number")
    assert rows == [{"id": order_id(n), "seat": f"Z{10 - n}"} for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "text", ["", "é", "rubbish", cursor_of(7)[:-1], cursor_of(0), "YmVmb3JlOg=="]
)
def test_a_cursor_gives_its_number_and_nothing_else_does(text: str) -> None:
    assert place_of(cursor_of(2**63 - 1)) == 2**63 - 1
    with pytest.raises(ValueError, match="no cursor of ours"):
        place_of(text)


def test_the_bank_settles_what_runs() -> None:
    database = new_office(2)
    for number in (1, 2):
        sql = "INSERT INTO operation (id, order_id) VALUES (?, ?)"
        query(database, sql, f"{number}", order_id(number))
    settle(database, declined=[order_id(2)])
    rows = query(database, "SELECT state, reason FROM operation ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [
        ("succeeded", None),
        ("failed", "card closed"),
    ]
    states = query(database, "SELECT state FROM orders ORDER BY number")
    assert [row["state"] for row in states] == ["refunded", "paid"]


def test_each_rule_has_a_document_that_breaks_it() -> None:
    document = {
        "openapi": "3.0.3",
        "paths": {
            "/createOrder/{id}": {
                "post": {
                    "parameters": [{"name": "size", "in": "query", "schema": {"type": "integer"}}],
                    "requestBody": {"content": {"application/json": {"schema": {}}}},
                    "responses": {"201": {}, "400": {}, "default": {}},
                }
            },
            "/orders": {"get": {"responses": {"200": {}}}},
        },
        "components": {"schemas": {"Order": {"type": "object", "properties": {"Id": {}}}}},
    }
    assert {each.rule for each in broken_rules(document)} == set(RULES)


def _app() -> FastAPI:
    app = FastAPI()

    @app.get("/orders/{number}")
    def one(number: int) -> int:
        return 7 // number

    return app


def test_a_fuzz_finds_what_no_document_says(drawn: list[Figure]) -> None:
    app = _app()
    seen = fuzz.tried(app, app.openapi(), 5)
    assert ("GET /orders/{number}", 500) in seen.unknown(app.openapi())
    assert "Server error" in [each.title for each in seen.findings]
    assert seen.raised == [
        "ZeroDivisionError: integer division or modulo by zero, at: return 7 // number"
    ]
    figures.answers(seen, app.openapi())
    assert len(drawn) == 1


def test_a_document_that_is_none_is_told() -> None:
    broken = {"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": [{"$ref": "#/b"}]}}}}
    with pytest.raises((fuzz.UnusableError, ValueError)):
        fuzz.tried(_app(), broken, 2)


def test_a_reseller_is_lost_where_the_document_ends() -> None:
    with hosted(_app()) as site, site.client() as client:
        reseller = Reseller(checks.LIKE_OURS, client)
        with pytest.raises(LostError, match="no operation is called refundOrder"):
            reseller.operation("refundOrder")
        with pytest.raises(LostError, match="no value for name in POST"):
            reseller.start("makeOne")
        answer = reseller.call("makeOne", {"name": "B7"})
        with pytest.raises(LostError, match="no link leads from POST"):
            reseller.go_on(answer, "getOrder")


def test_a_bank_pays_whoever_has_asked() -> None:
    bank, app = stage.Bank(), FastAPI()
    app.post("/orders/{order}")(bank.pay_back)
    with hosted(app) as site:
        stage.ask_and_give_up(site, "/orders/1", bank)
        stage.ask_and_give_up(site, "/orders/1", bank)
        bank.answers()
    assert bank.paid == ["1", "1"]


def test_what_a_page_costs_is_seen() -> None:
    database = new_office(200)
    sql = "SELECT id FROM orders ORDER BY number"
    with counted() as few:
        query(database, f"{sql} LIMIT 3")
    with counted() as all_of_them:
        query(database, sql)
        query(database, sql)
    assert (few.selects, all_of_them.selects) == (1, 2)
    assert few.steps < 300 < all_of_them.steps / 2


def test_what_a_document_has_lost_is_told_with_its_place() -> None:
    before = {"paths": {"/orders": {"enum": ["a", "b"]}}, "openapi": "3.1.0"}
    assert lost(before, before | {"info": {}}) == ""
    assert lost(before, before | {"paths": {}}) == "document['paths'] has no '/orders'"
    without = {"paths": {"/orders": {"enum": ["b", "c"]}}}
    assert lost(before, before | without) == "document['paths']['/orders']['enum'] has no 'a'"
    assert lost(before, before | {"openapi": "3.0.0"}).endswith("is '3.0.0', was '3.1.0'")
