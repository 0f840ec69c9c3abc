"""A contract is asked of services that keep it, and of some that break it in every way."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from labs.judges import CheckFailed, judging
from labs.judges.wire import (
    ANYTHING,
    Answer,
    AtOnce,
    Contract,
    Exchange,
    Gauge,
    Includes,
    Kept,
    Request,
    ends,
    get,
    keeps,
    overtakes,
    post,
)
from labs.judges.wire import reply as replies

TOTAL = Exchange(
    "two tickets",
    post("/totals", {"pence": 1250, "quantity": 2}),
    Answer(200, {"total": 2500}, {"Content-Type": "application/json"}),
    likely=[
        (Answer(200, {"total": 1250}), "the quantity is left out."),
        (Answer(200, {"total": "2500"}), "the total is text."),
    ],
)


class Till:
    """A service in a thread, as a program that is served looks to a judge."""

    stderr = "a warning\nTypeError: price is undefined\n"

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.ended: Exception | None = None
        self.ending = Ending()

    def check(self, patience: float = 0) -> None:
        if self.ended and patience:  # its end comes a moment after that of its connections
            raise self.ended

    def stop(self, grace: float = 2.0) -> "Ending":
        return self.ending


class Ending:
    """How it ended."""

    code: int | None = 0
    left: tuple[str, ...] = ()


class Handler(BaseHTTPRequestHandler):
    """Answers as the table says; keeps orders by number; /slow waits."""

    answers: ClassVar[dict[str, tuple[int, bytes]]] = {}
    orders: ClassVar[list[Any]] = []

    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(0.5)
        if self.path.startswith("/orders/"):
            self.reply(200, self.orders[int(self.path.rpartition("/")[2])])
        else:
            self.reply(200, {"path": self.path})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/echo":
            self.reply(200, [body.decode(), self.headers["X-From"]])
            return
        got = json.loads(body)
        if self.path == "/orders":
            self.orders.append(got)
            self.reply(201, {"id": len(self.orders) - 1})
        else:
            self.reply(200, {"total": got["pence"] * got["quantity"]})

    def reply(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving(kind: type[HTTPServer] = ThreadingHTTPServer) -> Iterator[Till]:
    server = kind(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield Till(server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def till() -> Iterator[Till]:
    with serving() as service:
        yield service


@contextmanager
def saying(*pieces: bytes, pause: float = 0) -> Iterator[Till]:
    """A service that sends these bytes to whoever comes, and hangs up."""
    door = socket.create_server(("127.0.0.1", 0))
    end = threading.Event()

    def serve() -> None:
        try:
            caller, _ = door.accept()
        except OSError:
            return
        with caller:
            caller.recv(65_536)
            for piece in pieces:
                try:
                    caller.sendall(piece)
                except OSError:
                    return
                end.wait(pause)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield Till(door.getsockname()[1])
    finally:
        end.set()
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join()


def answering(body: str, status: str = "200 OK", headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body.encode())}\r\n"
    return f"{head}Content-Type: application/json\r\n{headers}\r\n{body}".encode()


def refused(service: Till, *steps: Exchange | AtOnce) -> str:
    """What is said of a service that breaks the contract of these steps."""
    with pytest.raises(CheckFailed) as failure, judging("E1: the contract") as judge:
        keeps(judge, service, Contract("till", steps))
    return str(failure.value)


# --- a contract that is kept ------------------------------------------------------------------


def test_steps_are_taken_in_order_and_what_is_kept_is_used_later(till: Till) -> None:
    order = {"seat": 14, "by": "Ada"}
    steps: list[Exchange | AtOnce] = [
        TOTAL,
        Exchange(
            "an order", post("/orders", order), Answer(201, {"id": ANYTHING}), keep={"id": "n"}
        ),
        Exchange("the same", get("/orders/{n}"), Answer(200, order)),
        Exchange("a copy", post("/orders", {"of": Kept("n")}), Answer(201), keep={"id": "copy"}),
        Exchange("its own", get("/orders/{copy}"), Answer(200, Includes({"of": Kept("n")}))),
        AtOnce("eight callers", [TOTAL] * 8),
    ]
    with judging("E1") as judge:
        keeps(judge, till, Contract("till", steps))


# --- answers that are not the contract's -------------------------------------------------------


def test_a_wrong_value_is_told_as_sent_got_expected_and_likely() -> None:
    with saying(answering('{"total": 1250}')) as service:
        assert refused(service, TOTAL).splitlines() == [
            "✘ E1: the contract",
            '  sent       POST /totals {"pence": 1250, "quantity": 2}',
            "             two tickets (till, 1 of 1)",
            "  got        total: 1250",
            "  expected   total: 2500",
            "  likely     the quantity is left out.",
        ]


@pytest.mark.parametrize(
    ("body", "got"),
    [
        ('{"total": "2500"}', "total: text: '2500'"),
        ('{"total": 2500.0}', "total: a number with a point: 2500.0"),
        ('{"total": true}', "total: true or false: True"),
        ('{"total": null}', "total: null"),
        ('{"sum": 2500}', "an object with 'sum'"),
        ('{"total": 2500, "tax": 1}', "a member 'tax' besides"),
        ("[2500]", "a list: [2500]"),
        ("2500 pence", "body: '2500 pence'"),
        ("", "body: no body"),
    ],
)
def test_json_is_compared_by_value_and_by_type(body: str, got: str) -> None:
    with saying(answering(body)) as service:
        assert f"got        {got}\n" in refused(service, TOTAL)


def test_the_first_cause_that_fits_is_told() -> None:
    with saying(answering('{"total": "2500"}')) as service:
        assert "likely     the total is text." in refused(service, TOTAL)


def test_a_status_is_told_with_the_answer_and_a_failure_with_its_last_words() -> None:
    with saying(answering("oh", "500 Oh")) as service:
        said = refused(service, TOTAL)
    assert "got        500 oh\n" in said
    assert "expected   200\n" in said
    assert said.endswith("printed    TypeError: price is undefined")


def test_what_a_server_prints_of_its_callers_is_not_its_last_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = "[Mon Nov 30 07:56:02 2026] 127.0.0.1:50000"
    words = f"[Mon Nov 30 07:56:02 2026] PHP Warning:  no file\n{at} [500]: POST /\n{at} Closing\n"
    start = "[Mon Nov 30 07:56:02 2026] PHP 8.2.36 Development Server (http://localhost) started"
    for printed, last in ((words, "PHP Warning:  no file"), (f"{start}\n{at} Accepted\n", "")):
        monkeypatch.setattr(Till, "stderr", printed)
        with saying(answering("oh", "500 Oh")) as service:
            said = refused(service, TOTAL)
        assert said.endswith(last) if last else "printed" not in said


def test_a_header_that_differs_is_named() -> None:
    plain = Exchange("text", get("/"), Answer(200, headers={"content-type": "text/plain"}))
    with saying(answering("{}")) as service:
        assert "got        header content-type: 'application/json'" in refused(service, plain)
    location = Exchange("new", get("/"), Answer(200, headers={"Location": "/orders/1"}))
    with saying(answering("{}")) as service:
        assert "got        header Location: no such header" in refused(service, location)


def test_one_of_many_at_once_is_told_as_such(till: Till) -> None:
    wrong = Exchange("another", post("/totals", {"pence": 1, "quantity": 2}), Answer(200, {}))
    said = refused(till, AtOnce("eight callers", [*[TOTAL] * 7, wrong]))
    assert "another (till, 1 of 1, 8 at once: eight callers)" in said


# --- no answer, or not a whole one -------------------------------------------------------------


@pytest.mark.parametrize(
    ("pieces", "got"),
    [
        ([b""], "a broken connection: "),
        ([answering('{"total": 2500}')[:-3]], "half an answer: "),
        ([b"nonsense\r\n\r\n"], "a broken connection: "),
    ],
    ids=["hangs up", "half", "no HTTP"],
)
def test_what_is_no_whole_answer_is_told_apart(pieces: list[bytes], got: str) -> None:
    with saying(*pieces) as service:
        assert f"got        {got}" in refused(service, TOTAL)


@pytest.mark.parametrize("pieces", [[b""], [answering("a" * 9)[:-1]]], ids=["none", "half"])
def test_one_that_never_ends_is_given_up(
    pieces: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "SECONDS", 0.2)
    with saying(*pieces, pause=30) as service:
        assert "no end of the answer within 0.2 s" in refused(service, TOTAL)


def test_one_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "SECONDS", 0.3)
    with saying(answering("a" * 99)[:-90], *[b"a"] * 80, pause=0.05) as service:
        began = time.monotonic()
        assert "no end of the answer within 0.3 s, but b'aaa" in refused(service, TOTAL)
    assert time.monotonic() - began < replies.SECONDS * 5


def test_a_body_without_an_end_is_cut_off() -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 2 * replies.LARGEST
    with saying(endless, pause=30) as service:
        assert "200, and more than 1,000,000 bytes of body" in refused(service, TOTAL)


def test_where_nobody_listens_the_programs_own_end_is_told_if_it_has_one(till: Till) -> None:
    gone = Till(1)
    assert "got        no connection" in refused(gone, TOTAL)
    gone.ended = RuntimeError("quote.mjs failed: TypeError")
    assert "quote.mjs failed: TypeError" in refused(gone, TOTAL)


# --- several at once, and the end --------------------------------------------------------------

SLOW = Exchange("slow", get("/slow"), Answer(200))
QUICK = Exchange("quick", get("/quick"), Answer(200))


def test_a_quick_answer_overtakes_a_slow_one_unless_one_waits_for_the_other() -> None:
    with serving(ThreadingHTTPServer) as many, judging("E1") as judge:
        overtakes(judge, many, SLOW, QUICK)
    with (
        serving(HTTPServer) as one,
        pytest.raises(CheckFailed, match="got        the answer to GET /slow first"),
        judging("E1") as judge,
    ):
        overtakes(judge, one, SLOW, QUICK)


def test_an_end_that_is_heeded_and_leaves_nothing_is_fine(till: Till) -> None:
    with judging("E1") as judge:
        ends(judge, till)


@pytest.mark.parametrize(
    ("change", "got"),
    [
        ({"code": None}, "it still ran after 2 s, and was killed"),
        ({"left": ("sleep", "node")}, "it ended, and left running: sleep, node"),
    ],
)
def test_an_end_that_is_not_is_told(till: Till, change: dict[str, Any], got: str) -> None:
    vars(till.ending).update(change)
    with pytest.raises(CheckFailed) as failure, judging("E1") as judge:
        ends(judge, till)
    assert f"got        {got}" in str(failure.value)


@pytest.mark.parametrize(
    ("peak", "likely"),
    [(1, "each waits for the one before"), (10, None), (40, "nothing limits how many")],
)
def test_a_gauge_says_how_many_were_at_once(peak: int, likely: str | None) -> None:
    seen = json.dumps({"requests": 100, "peak": peak, "refused": 0, "now": 0, "open_holds": 0})

    def judged(url: str) -> None:
        with judging("E1") as judge:
            Gauge(url).was_kept(judge, "poll(partner.url)", least=8, most=10)

    with saying(answering(seen)) as service:
        if likely is None:
            judged(service.url)
        else:
            with pytest.raises(CheckFailed, match=likely):
                judged(service.url)


def test_a_request_is_sent_as_it_is_where_it_has_no_json(till: Till) -> None:
    broken = Request("POST", "/echo", body=b"{not json", headers={"X-From": "till"})
    said = refused(till, Exchange("a broken body", broken, Answer(400)))
    assert "sent       POST /echo {not json\n" in said
    assert 'got        200 ["{not json", "till"]\n' in said
