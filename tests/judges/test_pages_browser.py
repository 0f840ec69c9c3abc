"""What the toolbox takes for a browser's rules is what Chromium does."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from labs.judges.pages import Answer, Ask, Browser, Request, fetch_as, serving
from labs.servers.hosting import hosted
from tests.support.browser import chromium_or_skip

ORIGIN, COOKIES = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
METHODS, HEADERS = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
FULL = {
    ORIGIN: "PAGE",
    COOKIES: "true",
    METHODS: "GET, POST, DELETE",
    HEADERS: "Content-Type, X-Own",
}
JSON, TEXT, OWN = (
    {"Content-Type": "application/json"},
    {"Content-Type": "text/plain"},
    {"X-Own": "1"},
)


class Case(NamedTuple):
    """A question of a page, and what the server says to it; PAGE stands for the page's origin."""

    ask: Ask
    says: dict[str, str]
    preflight: int = 204
    status: int = 200


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in FULL.items() if name not in names}


CASES = [
    Case(Ask(), {}),
    Case(Ask(), {ORIGIN: "*"}),
    Case(Ask(credentials=False), {ORIGIN: "*"}),
    Case(Ask(credentials=False), {ORIGIN: "PAGE"}),
    Case(Ask(credentials=False), {}),
    Case(Ask(), {ORIGIN: "*", COOKIES: "true"}),
    Case(Ask(), {ORIGIN: "PAGE/", COOKIES: "true"}),
    Case(Ask(), {ORIGIN: "PAGE"}),
    Case(Ask(), {ORIGIN: "PAGE", COOKIES: "true"}),
    Case(Ask(), {ORIGIN: "PAGE", COOKIES: "True"}),
    Case(Ask(), {ORIGIN: "PAGE, http://b.test", COOKIES: "true"}),
    Case(Ask(), {ORIGIN: "null", COOKIES: "true"}),
    Case(Ask(), FULL, status=500),
    Case(Ask("POST", {}, b"a"), {}),
    Case(Ask("POST", TEXT, b"a"), {}),
    Case(Ask("POST", {"Content-Type": "text/plain; charset=utf-8"}, b"a"), {}),
    Case(Ask("POST", {"Content-Type": "multipart/form-data; boundary=x"}, b"a"), {}),
    Case(Ask("POST", JSON, b"{}"), {}),
    Case(Ask("POST", JSON, b"{}"), FULL),
    Case(Ask("POST", JSON, b"{}"), FULL, preflight=200),
    Case(Ask("POST", JSON, b"{}"), FULL, preflight=405),
    Case(Ask("POST", JSON, b"{}"), FULL, preflight=302),
    Case(Ask("POST", JSON, b"{}"), without(METHODS)),
    Case(Ask("POST", JSON, b"{}"), without(HEADERS)),
    Case(Ask("POST", JSON, b"{}"), without(COOKIES)),
    Case(Ask("POST", JSON, b"{}"), without(ORIGIN)),
    Case(Ask("POST", JSON, b"{}"), {**FULL, HEADERS: "*"}),
    Case(Ask("POST", JSON, b"{}", credentials=False), {ORIGIN: "*", HEADERS: "*"}),
    Case(Ask("POST", JSON, b"{}"), {**FULL, HEADERS: "content-type"}),
    Case(Ask("GET", OWN), FULL),
    Case(Ask("GET", OWN), {**FULL, HEADERS: "Content-Type"}),
    Case(Ask("DELETE"), FULL),
    Case(Ask("DELETE"), without(METHODS)),
    Case(Ask("DELETE"), {**FULL, METHODS: "get,post,delete"}),
    Case(Ask("DELETE"), {**FULL, METHODS: "*"}),
    Case(Ask("DELETE", credentials=False), {ORIGIN: "*", METHODS: "*"}),
    Case(Ask("PUT", TEXT, b"a"), FULL),
    Case(Ask("GET", {"Accept": "text/csv"}), {ORIGIN: "PAGE", COOKIES: "true"}),
    Case(Ask("GET", {"Accept": 'a"b'}), {ORIGIN: "PAGE", COOKIES: "true"}),
    Case(Ask("GET", {"Accept-Language": "en" * 70}), {ORIGIN: "PAGE", COOKIES: "true"}),
]


class Api:
    """Answers /3 as case 3 says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.page = ""
        self.asked: list[tuple[str, str, str]] = []
        """Method, path, and the names of headers that a preflight asks for."""

    def __call__(self, request: Request) -> Answer:
        wanted = request.headers.get("access-control-request-headers", "")
        self.asked.append((request.method, request.path, wanted))
        case = CASES[int(request.path[1:])]
        said = {name: value.replace("PAGE", self.page) for name, value in case.says.items()}
        status = case.preflight if request.method == "OPTIONS" else case.status
        return Answer(status, said, b"" if status == 204 else b"an answer")


@contextmanager
def staged() -> Iterator[tuple[Api, str]]:
    """An API and its address, and a page of another origin, which the API knows."""
    api, site = Api(), FastAPI()
    site.get("/")(lambda: HTMLResponse("<title>A page</title>"))
    with hosted(serving(api)) as answers, hosted(site) as pages:
        api.page = pages.url
        yield api, answers.url


def in_chromium(page: str, url: str, cases: Sequence[Case], home: Path) -> list[bool]:
    """Of each case: whether a page of that origin may read the answer."""
    asks = [
        {
            "url": f"{url}/{number}",
            "method": case.ask.method,
            "headers": case.ask.headers,
            "body": case.ask.body.decode() or None,
            "credentials": "include" if case.ask.credentials else "omit",
        }
        for number, case in enumerate(cases)
    ]
    script = f"""async () => {{
        const read = [];
        for (const {{ url, ...asked }} of {json.dumps(asks)}) {{
            const answer = fetch(url, asked).then((came) => came.text());
            read.push(await answer.then(() => true, () => false));
        }}
        return read;
    }}"""
    with chromium_or_skip(home) as browser:
        opened = browser.new_page()
        opened.goto(page)
        read: list[bool] = opened.evaluate(script)
        return read


def test_chromium_comes_to_the_same_verdicts_by_the_same_requests(tmp_path: Path) -> None:
    with staged() as (api, url):
        ours = [
            not fetch_as(api.page, f"{url}/{number}", case.ask).blocked
            for number, case in enumerate(CASES)
        ]
        asked, api.asked = api.asked, []
        theirs = in_chromium(api.page, url, CASES, tmp_path)
    different = [case for case, mine, its in zip(CASES, ours, theirs, strict=True) if mine != its]
    assert not different
    assert asked == api.asked
    assert 10 < sum(ours) < len(CASES) - 10


def test_cookies_go_along_where_they_are_wanted_and_never_with_a_preflight() -> None:
    seen: list[tuple[str, str]] = []

    def api(request: Request) -> Answer:
        seen.append((request.method, request.headers.get("cookie", "")))
        return Answer(200, {"Set-Cookie": "guest=g1; HttpOnly", **FULL, ORIGIN: "http://a.test"})

    with hosted(serving(api)) as site, Browser() as browser:
        for ask in (Ask(credentials=False), Ask(), Ask("DELETE"), Ask(credentials=False)):
            assert browser.fetch("http://a.test", site.url, ask).blocked == ""
    assert seen == [
        ("GET", ""),
        ("GET", ""),
        ("OPTIONS", ""),
        ("DELETE", "guest=g1"),
        ("GET", ""),
    ]


def test_a_page_of_the_same_origin_asks_as_it_likes() -> None:
    with hosted(serving(lambda request: Answer(200, {}, request.method.encode()))) as site:
        outcome = fetch_as(site.url, site.url, Ask("DELETE", OWN))
        assert (outcome.blocked, outcome.preflight) == ("", None)
        assert outcome.answer == Answer(200, outcome.answer.headers, b"DELETE")  # type: ignore[union-attr]


def test_a_server_that_has_hung_up_in_the_meantime_is_called_again() -> None:
    with Browser() as browser:
        with hosted(serving(lambda _: Answer(204))) as site:
            browser.fetch(site.url, site.url)
            line = browser._lines[site.url.removeprefix("http://")]
            line.sock.shutdown(2)
            assert browser.fetch(site.url, site.url).answer is not None
        with pytest.raises(OSError, match="refused"):
            fetch_as("http://a.test", site.url)
