"""Services of Flytower's own: run as a module, ready by /readyz."""

from collections.abc import Callable

import pytest
import requests

from labs.servers import ServerError, Service

Stub = Callable[..., Service]


def test_a_service_gets_its_variables_and_answers(stub: Stub) -> None:
    with stub("echo", GREETING="good evening") as echo:
        assert echo.client().get("/anything").text == "good evening"
        assert requests.get(f"{echo.url}/readyz", timeout=1).text == "ready"


def test_the_client_takes_paths_and_keeps_queries(stub: Stub) -> None:
    with stub("echo") as echo, echo.client() as client:
        assert client.get("/performances/7", params={"day": "1"}).text == "/performances/7?day=1"


def test_no_proxy_comes_between(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with stub("echo") as echo:
        assert echo.client().get("/a").text == "/a"


def test_a_call_that_hangs_is_given_up(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def send(self: object, request: object, **options: object) -> requests.Response:
        given.append(options["timeout"])
        return requests.Response()

    with stub("echo") as echo:
        monkeypatch.setattr(requests.Session, "send", send)
        echo.client().get("/a")
        echo.client().get("/a", timeout=3)
    assert given == [10, 3]


def test_an_unknown_service_is_told() -> None:
    with pytest.raises(ServerError, match=r"No module named labs\.flytower\.catalogue"):
        Service.start("catalogue")
