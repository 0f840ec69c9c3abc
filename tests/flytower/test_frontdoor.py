"""The public page over HTTP; what it does in a browser is in test_frontdoor_page.py."""

import re
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from labs.flytower.frontdoor.app import create_app
from labs.flytower.frontdoor.settings import Settings
from labs.servers import ServerError, Service
from tests.support.apps import Client, served

API = "https://api.flytower.test:8443"


@pytest.fixture
def frontdoor() -> Iterator[Client]:
    with served(create_app(API)) as client:
        yield client


def test_the_page_says_where_its_api_is_and_may_speak_to_nobody_else(frontdoor: Client) -> None:
    page = frontdoor.get("/?performance=7")
    assert page.status_code == 200
    assert f'<meta name="api" content="{API}">' in page.text
    assert f"connect-src {API};" in page.headers["content-security-policy"]


def test_all_that_the_page_loads_is_there_and_asked_for_again(frontdoor: Client) -> None:
    page = frontdoor.get("/").text
    loaded = re.findall(r'(?:src|href)="(/\w[^"]*)"', page)
    assert loaded == ["/frontdoor.css", "/frontdoor.js"]
    for path, kind in zip(loaded, ("text/css", "text/javascript"), strict=True):
        answer = frontdoor.get(path)
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert frontdoor.request("HEAD", path).content == b""


def test_nothing_else_is_a_problem_in_words(frontdoor: Client) -> None:
    for path in ("/holds", "/frontdoor.py", "/../app.py"):
        answer = frontdoor.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
    assert frontdoor.request("POST", "/").status_code == 405


def test_the_service_is_served_and_says_what_is_wrong_with_its_api() -> None:
    with Service.start("frontdoor", FRONTDOOR_API=API) as service:
        assert API in service.client().get("/").text
    with pytest.raises(ServerError, match="FRONTDOOR_API"):
        Service.start("frontdoor")


@pytest.mark.parametrize(
    "api", ["http://api.test/", "api.test", "javascript:alert(1)", "http://a.test; script-src *"]
)
def test_what_is_no_origin_is_refused(api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8000")
    monkeypatch.setenv("FRONTDOOR_API", api)
    with pytest.raises(ValidationError, match="FRONTDOOR_API"):
        Settings()  # type: ignore[call-arg]  # from the environment
