"""What the zoo answers over a real connection: all that is asked for, or a reason why not."""

import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest

from labs.flytower.statuszoo.app import METHODS
from labs.servers import Service


@pytest.fixture(scope="module")
def zoo() -> Iterator[httpx.Client]:
    with (
        Service.start("statuszoo") as service,
        httpx.Client(base_url=service.url, trust_env=False, timeout=10) as client,
    ):
        yield client


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", [200, 204, 299, 304, 308, 418, 503, 599])
def test_it_answers_any_status_to_any_method(zoo: httpx.Client, method: str, status: int) -> None:
    answer = zoo.request(method, f"/status/{status}", content=b"two seats")
    assert answer.status_code == status
    if method == "HEAD" or status in (204, 304):
        assert answer.content == b""
    else:
        heard = answer.json()
        assert heard["status"] == status
        assert (heard["method"], heard["body"]) == (method, "two seats")


def test_head_promises_what_get_would_send(zoo: httpx.Client) -> None:
    head, got = (zoo.request(method, "/status/404?body=none") for method in ("HEAD", "GET"))
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == "4"
    assert (head.content, got.content) == (b"", b"none")


def test_headers_come_as_they_are_asked_for(zoo: httpx.Client) -> None:
    wish = {"header": ["Retry-After: 7", "Link: </a>", "Link: </b>", "X-Empty:"]}
    answer = zoo.get("/status/503", params=wish)
    assert answer.headers["Retry-After"] == "7"
    assert answer.headers.get_list("Link") == ["</a>", "</b>"]
    assert answer.headers["X-Empty"] == ""


def test_a_body_comes_as_it_is_asked_for(zoo: httpx.Client) -> None:
    page = "<h1>Back soon, Zoë</h1>"
    answer = zoo.get("/status/200", params={"body": page, "type": "text/html; charset=utf-8"})
    assert (answer.text, answer.headers["Content-Type"]) == (page, "text/html; charset=utf-8")
    empty = zoo.get("/status/200?body=")
    assert (empty.content, empty.headers["Content-Length"]) == (b"", "0")


def test_an_answer_may_be_late(zoo: httpx.Client) -> None:
    assert zoo.get("/status/200?delay_ms=60").elapsed.total_seconds() >= 0.06
    with pytest.raises(httpx.ReadTimeout):
        zoo.get("/status/200?delay_ms=9000", timeout=0.1)


def test_a_body_may_be_cut_in_its_middle(zoo: httpx.Client) -> None:
    with zoo.stream("GET", "/status/200?body=twenty+bytes+of+body&fault=cut") as answer:
        assert answer.headers["Content-Length"] == "20"
        with pytest.raises(httpx.RemoteProtocolError, match="received 10 bytes, expected 20"):
            answer.read()


def until_silence(line: socket.socket) -> tuple[bytes, bool]:
    """What comes until nothing more does, and whether the other side has hung up."""
    heard = b""
    try:
        while more := line.recv(65_536):
            heard += more
    except TimeoutError:
        return heard, False
    return heard, True


@pytest.mark.parametrize(("fault", "begins"), [("stall", b"HTTP/1.1 200 OK"), ("silent", b"")])
def test_an_answer_may_never_end(zoo: httpx.Client, fault: str, begins: bytes) -> None:
    address = zoo.base_url.host, zoo.base_url.port or 0
    with socket.create_connection(address, timeout=0.3) as line:
        line.sendall(f"GET /status/200?fault={fault} HTTP/1.1\r\nHost: zoo\r\n\r\n".encode())
        heard, hung_up = until_silence(line)
        assert not hung_up
        assert heard.startswith(begins)
        assert bool(heard) is bool(begins)
    assert zoo.get("/status/200").status_code == 200, "others are answered meanwhile"


REFUSED: dict[str, tuple[int, dict[str, str], str]] = {
    "no final status": (100, {}, "greater than or equal to 200"),
    "no status": (600, {}, "less than or equal to 599"),
    "a name that is not known": (200, {"headers": "X: 1"}, "headers: Extra inputs"),
    "no header": (200, {"header": "Retry-After 7"}, "is no header"),
    "a header that ends the head": (200, {"header": "X: 1\r\nY: 2"}, "is no header"),
    "a header of the server's": (200, {"header": "Content-Length: 3"}, "is set by the server"),
    "too late": (200, {"delay_ms": "60000"}, "less than or equal to 10000"),
    "never": (200, {"delay_ms": "nan"}, "delay_ms"),
    "a fault that is not known": (200, {"fault": "gone"}, "'cut', 'stall' or 'silent'"),
    "a type that ends the head": (200, {"body": "", "type": "a\r\nb"}, "type: String should match"),
    "a body where none may be": (204, {"body": "x"}, "status 204 has no body"),
    "half of no body": (304, {"fault": "cut"}, "status 304 has no body"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_with_the_reason(zoo: httpx.Client, case: str) -> None:
    status, wish, reason = REFUSED[case]
    answer = zoo.get(f"/status/{status}?{urlencode(wish)}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert reason in answer.json()["detail"]


def test_other_methods_and_addresses_are_refused(zoo: httpx.Client) -> None:
    refused = zoo.request("BREW", "/status/200")
    assert refused.status_code == 405
    assert set(refused.headers["Allow"].split(", ")) == set(METHODS)
    assert zoo.get("/status/teapot").status_code == 422
    assert zoo.get("/").status_code == 404


def test_it_counts_its_answers(zoo: httpx.Client) -> None:
    zoo.get("/status/451")
    assert 'statuszoo_answers_total{status="451"} 1.0' in zoo.get("/metrics").text
    assert zoo.get("/healthz").json() == {"status": "alive"}
