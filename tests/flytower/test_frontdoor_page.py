"""The public page in Chromium: what a guest sees, before and after its API lets it read.

Pictures of it are in pytest's temporary folder, in `pictures`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, expect
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from labs.flytower.frontdoor.app import create_app
from labs.flytower.problems import add_handlers
from labs.servers.hosting import hosted

expect.set_options(timeout=20_000)
Opened = Callable[..., Page]


class Hall:
    """An API as the page wants it, which keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.held: dict[str, str] = {"41": "A2"}
        self.app = FastAPI()
        add_handlers(self.app)
        self.app.get("/performances")(self.performances)
        self.app.get("/performances/7/seats")(self.seats)
        self.app.post("/holds", status_code=201)(self.hold)
        self.app.delete("/holds/{hold}", status_code=204)(self.give_back)

    def performances(self) -> dict[str, object]:
        title = "<b>Dido</b>"
        return {"performances": [{"id": 7, "title": title, "starts": "2026-12-04T19:30"}]}

    def seats(self) -> dict[str, object]:
        free = {seat: seat not in self.held.values() for seat in ("A1", "A2", "A3")}
        return {"seats": [{"seat": seat, "free": free[seat]} for seat in free]}

    def hold(self, wish: dict[str, object], response: Response) -> dict[str, str]:
        if wish["performance"] != 7 or wish["seat"] in self.held.values():
            raise HTTPException(409, f"Seat {wish['seat']} has <i>just</i> been taken.")
        self.held["42"] = str(wish["seat"])
        response.set_cookie("guest", "g1", httponly=True)
        return {"id": "42"}

    def give_back(self, hold: str, request: Request) -> None:
        if request.cookies.get("guest") != "g1":
            raise HTTPException(403, "This hold is another guest's.")
        del self.held[hold]

    def logged(self, app: ASGIApp) -> ASGIApp:
        async def asked(scope, receive, send):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            if scope["type"] == "http":
                self.asked.append(f"{scope['method']} {scope['path']}")
            await app(scope, receive, send)

        return asked


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def opened(browser: Browser, hall: Hall) -> Iterator[Opened]:
    """Opens the page at this path; the API is as it is, or as `lets` makes it for an origin."""
    with ExitStack() as stack:

        def opened(path: str, lets: Callable[[ASGIApp, str], ASGIApp] | None = None) -> Page:
            doors: dict[str, ASGIApp] = {}

            async def api(scope, receive, send):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
                await doors["api"](scope, receive, send)

            doors["api"] = hall.app
            address = stack.enter_context(hosted(hall.logged(api))).url
            site = stack.enter_context(hosted(create_app(address))).url
            if lets:
                doors["api"] = lets(hall.app, site)
            page = stack.enter_context(browser.new_context()).new_page()
            page.goto(site + path)
            return page

        yield opened


def right(app: ASGIApp, site: str) -> ASGIApp:
    return CORSMiddleware(
        app,
        allow_origins=[site],
        allow_credentials=True,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Content-Type"],
    )


def reading_alone(app: ASGIApp, site: str) -> ASGIApp:
    """One that lets the page read, and send nothing that no form could send."""
    return CORSMiddleware(app, allow_origins=[site], allow_credentials=True)


def test_before_the_api_is_right_the_guest_sees_no_seat_and_the_api_has_answered(
    opened: Opened, hall: Hall, pictures: Path
) -> None:
    page = opened("/?performance=7")
    expect(page.locator("#message")).to_have_text(
        "The box office cannot be reached. Please try again."
    )
    page.screenshot(path=pictures / "before.png")
    assert page.get_by_role("button").count() == 0
    assert hall.asked == ["GET /performances/7/seats"]


def test_after_it_is_right_a_click_holds_a_seat_and_another_gives_it_back(
    opened: Opened, hall: Hall, pictures: Path
) -> None:
    page = opened("/?performance=7", right)
    page.get_by_role("button", name="A1").click()
    expect(page.locator("#message")).to_have_text("Seat A1 is held for you.")
    assert hall.held == {"41": "A2", "42": "A1"}
    assert page.get_by_role("button", name="A2").is_disabled()
    page.screenshot(path=pictures / "after.png")
    assert hall.asked == [
        "GET /performances/7/seats",
        "OPTIONS /holds",
        "POST /holds",
        "GET /performances/7/seats",
    ]
    page.get_by_role("button", name="A1").click()
    expect(page.locator("#message")).to_have_text("Seat A1 is given back.")
    assert hall.held == {"41": "A2"}


def test_a_preflight_is_remembered_for_as_long_as_the_api_says(opened: Opened, hall: Hall) -> None:
    page = opened("/?performance=7", right)
    for seat in ("A1", "A3"):
        page.get_by_role("button", name=seat).click()
        expect(page.locator("#message")).to_have_text(f"Seat {seat} is held for you.")
    assert hall.asked.count("POST /holds") == 2
    assert hall.asked.count("OPTIONS /holds") == 1


def test_what_the_preflight_does_not_allow_is_not_sent(opened: Opened, hall: Hall) -> None:
    page = opened("/?performance=7", reading_alone)
    page.get_by_role("button", name="A1").click()
    expect(page.locator("#message")).to_have_class("wrong")
    assert "POST /holds" not in hall.asked
    assert hall.held == {"41": "A2"}


def test_an_error_is_shown_as_text_and_the_plan_is_fresh(
    opened: Opened, hall: Hall, pictures: Path
) -> None:
    page = opened("/?performance=7", right)
    expect(page.get_by_role("button", name="A1")).to_be_enabled()
    hall.held["50"] = "A1"  # somebody else is quicker
    page.get_by_role("button", name="A1").click()
    expect(page.locator("#message")).to_have_text("Seat A1 has <i>just</i> been taken.")
    expect(page.get_by_role("button", name="A1")).to_be_disabled()
    page.screenshot(path=pictures / "error.png")


def test_an_answer_that_is_no_json_is_told_by_its_status(opened: Opened, hall: Hall) -> None:
    hall.app.get("/performances/8/seats")(lambda: HTMLResponse("<h1>Bad gateway</h1>", 502))
    page = opened("/?performance=8", right)
    expect(page.locator("#message")).to_have_text("The box office says 502.")


def test_two_quick_clicks_are_two_turns(opened: Opened, hall: Hall) -> None:
    page = opened("/?performance=7", right)
    page.get_by_role("button", name="A1").dblclick()
    expect(page.locator("#message")).to_have_text("Seat A1 is given back.")
    assert hall.asked.count("POST /holds") == 1
    assert hall.asked.count("DELETE /holds/42") == 1


def test_the_list_of_shows_leads_to_one_and_its_titles_are_text(
    opened: Opened, pictures: Path
) -> None:
    page = opened("/", right)
    page.get_by_role("link", name="<b>Dido</b>, 2026-12-04 19:30").click()
    expect(page.get_by_role("button", name="A1")).to_be_visible()
    page.go_back()
    expect(page.locator("#choice a")).to_be_visible()
    page.screenshot(path=pictures / "shows.png")
