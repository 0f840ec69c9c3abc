"""The desk of J07.1: what it takes, what it refuses, and that it goes."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from labs.units.j07_1.desk import Desk
from labs.units.j07_1.line import Line, NoEndError
from labs.units.j07_1.show import about_the_body, show

GET = b"GET /show HTTP/1.1\r\nHost: here\r\n\r\n"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as desk:
        yield desk


def test_what_a_library_sends_is_understood(desk: Desk) -> None:
    order = {"name": "Zoë", "seats": "A1 & A2 = 1+1", "empty": ""}
    file = ("Łódź.txt", b"row A\r\n\r\n--", "text/csv")
    with httpx.Client(base_url=desk.url, trust_env=False) as client:
        replies = [
            client.post("/orders", json=order),
            client.post("/orders", data=order),
            client.post("/plans", data=order, files={"plan": file}),
        ]
    assert [reply.status_code for reply in replies] == [201] * 3
    assert (desk.seen[0].value, desk.seen[1].fields, desk.seen[2].fields) == (order,) * 3
    plan = desk.seen[2].files["plan"]
    assert (plan.filename, plan.body, plan.content_type) == file
    assert replies[2].json()["files"] == {"plan": {"filename": "Łódź.txt", "bytes": 11}}


def test_a_page_is_compared_by_its_etag(desk: Desk) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as client:
        first = client.get("/plan", params={"hall": "Łódź"})
        condition = {"If-None-Match": first.headers["etag"]}
        same = client.get("/plan", params={"hall": "Łódź"}, headers=condition)
        desk.sell("A7")
        changed = client.get("/plan", params={"hall": "Łódź"}, headers=condition)
        chunks = client.get("/sold")
    assert (first.status_code, same.status_code, changed.status_code) == (200, 304, 200)
    assert same.content == b""
    assert first.json()["asked_for"] == {"hall": "Łódź"}
    assert first.json() != changed.json()
    assert chunks.text.count("sold") == 3


@pytest.mark.parametrize(
    ("request_", "status", "reason"),
    [
        (GET.replace(b"Host: here\r\n", b""), 400, "Host"),
        (GET.replace(b"Host:", b"Host :"), 400, "illegal header line: 'Host : here'"),
        (GET.replace(b"GET", b"BREW"), 405, "BREW"),
        (GET.replace(b"/show", b"/nothing"), 404, "/nothing"),
        (GET.replace(b"GET", b"POST"), 415, "none is said"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(
    desk: Desk, request_: bytes, status: int, reason: str
) -> None:
    with Line(desk.port) as line:
        assert line.exchange(request_).status == status
    assert reason in desk.seen[0].reason


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("application/json", b"{", "no JSON"),
        ("application/x-www-form-urlencoded", "name=Zoë".encode(), "no form"),
        ("multipart/form-data", b"", "says no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x", "boundary"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    desk: Desk, kind: str, body: bytes, reason: str
) -> None:
    head = f"POST / HTTP/1.1\r\nHost: here\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
    with Line(desk.port) as line:
        assert line.exchange(head.encode() + b"\r\n\r\n" + body).status == 400
        assert line.exchange(GET).status == 200
    assert reason in desk.seen[0].reason


def test_packets_leave_one_after_another() -> None:
    with Desk(packet=20, pause_ms=1) as far, Line(far.port) as line:
        assert line.exchange(GET).body.startswith(b'{"title"')
        assert line.head_bytes + line.body_bytes == len(line.raw) == line.received
        assert line.sent == len(GET)


def test_a_closed_desk_listens_no_more() -> None:
    desk = Desk()
    with Line(desk.port) as line:
        line.exchange(GET)
        desk.close()
        with pytest.raises(ConnectionError):
            line.exchange(GET)
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", desk.port), timeout=1)


def test_a_request_without_an_end_is_not_waited_for(desk: Desk) -> None:
    with Line(desk.port) as line, pytest.raises(NoEndError, match="blank line"):
        line.exchange(GET[:-2])


def test_bytes_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    show("a\r\nŁ's\n".encode() + b"x" * 200, lines=3)
    show(b"1\n2\n3\n", lines=2)
    first, second, third, *rest = capsys.readouterr().out.splitlines()
    assert (first, second) == ("a\\r\\n", "\\xc5\\x81's\\n")
    assert (len(third), third[-2:]) == (95, " …")
    assert rest == ["1\\n", "2\\n", "… and 2 bytes more"]


def test_headers_that_say_nothing_of_the_body_are_left_out() -> None:
    message = b"POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 1\r\n\r\n\r"
    assert about_the_body(message) == b"POST / HTTP/1.1\r\ncontent-length: 1\r\n\r\n\r"
