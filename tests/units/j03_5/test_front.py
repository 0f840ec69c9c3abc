"""Page and API at one address; and the page in Chromium, before and after the API is right.

Pictures of it are in pytest's temporary folder, in `pictures`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from playwright.sync_api import Browser, Page, expect

from labs.course.cells import Role, role
from labs.course.units import find_unit
from labs.servers.hosting import hosted
from labs.units.j03_5.front import guest_in, page_files, with_page
from labs.units.j03_5.office import new_office, statement

expect.set_options(timeout=20_000)


def api() -> FastAPI:
    """It tells who has come."""
    app = FastAPI()

    @app.get("/who")
    def who(request: Request) -> str | None:
        return guest_in(request.scope)

    return app


def test_the_page_is_the_service_s_and_speaks_to_where_it_came_from() -> None:
    with hosted(with_page(api(), lambda: "g1")) as site, site.client() as client:
        page = client.get("/?performance=7")
        assert f'<meta name="api" content="{site.url}">' in page.text
        assert f"connect-src {site.url};" in page.headers["content-security-policy"]
        assert client.get("/frontdoor.js").text == page_files()["/frontdoor.js"].body
        assert client.post("/frontdoor.js").status_code == 404, "it is the API that was asked"


def test_who_comes_without_a_cookie_gets_one_and_keeps_it() -> None:
    names = iter(("g1", "g2", "g3"))
    with hosted(with_page(api(), lambda: next(names))) as site:
        with site.client() as client:
            assert client.get("/who").json() is None
            assert [client.get("/who").json() for _ in range(2)] == ["g1", "g1"]
        with site.client() as other:
            said = other.get("/").headers["set-cookie"]
            assert said == "guest=g2; HttpOnly; SameSite=Lax; Path=/"
            assert other.get("/who").json() == "g2"


@pytest.fixture(scope="module")
def unit() -> dict[str, Any]:
    """The names of J03.5's setup cells and reference answers."""
    names: dict[str, Any] = {"__name__": "j03_5_notebook"}
    for cell in find_unit("J03.5").read().cells:
        if role(cell) in {Role.SETUP, Role.ANSWER}:
            exec(cell.source, names)  # noqa: S102 - our own cells
    return names


def office_app(unit: dict[str, Any], database: Path, caller_of: Callable[..., Any]) -> FastAPI:
    app = FastAPI()
    unit["add_seats"](app, database)
    unit["add_returns"](app, database)
    unit["add_guard"](app, caller_of, lambda caller, method, path: True)
    return app


def opened(browser: Browser, url: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{url}/?performance=7")
    return page


def test_before_the_api_is_right_there_is_no_seat(browser: Browser, pictures: Path) -> None:
    with hosted(with_page(api(), lambda: "g1")) as site:
        page = opened(browser, site.url)
        expect(page.locator("#message")).to_have_text("Not Found")
        assert page.get_by_role("button").count() == 0
        page.screenshot(path=pictures / "before.png")


def test_after_it_is_right_a_token_holds_a_seat_and_an_error_is_text(
    unit: dict[str, Any], browser: Browser, pictures: Path
) -> None:
    database = new_office(("A1", "A2", "<b>A3</b>"))
    keys = {"2026-12": ("HS256", "9c1f" * 16)}
    mint, guest_of = unit["mint"], unit["guest_of"]

    def caller_of(request: Request) -> str | None:
        guest = guest_of(request.cookies.get("guest", ""), keys)
        return f"guest:{guest}" if guest else None

    app = office_app(unit, database, caller_of)
    with hosted(with_page(app, lambda: mint("g7", "2026-12", keys))) as site:
        page = opened(browser, site.url)
        page.get_by_role("button", name="A1").click()
        expect(page.locator("#message")).to_have_text("Seat A1 is held for you.")
        assert statement(database, "SELECT seat, caller FROM hold") == [("A1", "guest:g7")]
        page.screenshot(path=pictures / "after.png")
        odd = page.get_by_role("button", name="<b>A3</b>")
        expect(odd).to_be_enabled()
        taken = "INSERT INTO hold (performance, seat, caller) VALUES (7, ?, 'guest:ben')"
        statement(database, taken, "<b>A3</b>")
        odd.click()
        expect(page.locator("#message")).to_have_text("Seat <b>A3</b> has just been taken.")
        expect(odd).to_be_disabled()
        page.screenshot(path=pictures / "error.png")
        page.get_by_role("button", name="A1").click()
        expect(page.locator("#message")).to_have_text("Seat A1 is given back.")
    assert statement(database, "SELECT seat, caller FROM hold") == [("<b>A3</b>", "guest:ben")]


def test_whose_token_nobody_minted_may_look_and_is_asked_who_they_are(
    unit: dict[str, Any], browser: Browser, pictures: Path
) -> None:
    database = new_office()
    app = office_app(unit, database, lambda request: None)
    with hosted(with_page(app, lambda: "rubbish")) as site:
        page = opened(browser, site.url)
        page.get_by_role("button", name="A2").click()
        expect(page.locator("#message")).to_have_text("Who are you?")
        page.screenshot(path=pictures / "nobody.png")
    assert statement(database, "SELECT * FROM hold") == []
