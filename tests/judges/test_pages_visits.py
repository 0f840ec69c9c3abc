"""A visit to a page in jsdom: what it says, what it asks, and what a guest sees."""

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from labs.judges.pages import Seen, visit
from labs.servers.hosting import hosted

PAGE = """<!doctype html><p id="message">Choose.</p>
<button>A1</button><button class="mine">A2</button><button disabled>A3</button>
<script>
for (const seat of document.querySelectorAll("button"))
  seat.onclick = async () => {
    const url = seat.className ? "http://127.0.0.1:1/" : "/deeds/" + seat.textContent;
    const answer = fetch(url, { method: "POST", credentials: "include", body: "x" });
    const text = await answer.then((came) => came.text(), (error) => error.message);
    document.getElementById("message").textContent = text;
    if (text === "1") seat.className = "mine";
  };
</script>"""


@pytest.fixture
def deeds() -> FastAPI:
    """A page, and an API that counts what it is sent."""
    app, seen = FastAPI(), []
    app.get("/")(lambda: HTMLResponse(PAGE))

    @app.post("/deeds/{seat}")
    def deed(seat: str, request: Request) -> int:
        seen.append(seat)
        return len(seen)

    return app


def test_each_click_waits_for_what_the_last_one_asked(deeds: FastAPI) -> None:
    with hosted(deeds) as site:
        seen = visit(f"{site.url}/", "A1", "A2", "A3", "A9")
    assert seen == Seen(
        ["Choose.", "1", "Failed to fetch", "Failed to fetch", "Failed to fetch"],
        {"A1": "mine", "A2": "mine", "A3": "taken"},
    )
    assert seen.message == "Failed to fetch"


def test_without_a_click_the_page_says_what_it_said(deeds: FastAPI) -> None:
    with hosted(deeds) as site:
        assert visit(f"{site.url}/").messages == ["Choose."]
