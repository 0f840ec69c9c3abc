"""Flytower's box office, as far as J07.1 needs it: a real server of HTTP/1.1 on loopback.

Requests are read by h11 and forms by Tornado, strictly: what they refuse is answered with 400
and their reason. Answers leave in packets, if the line is said to be a long one.
"""

import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import h11
from tornado.httputil import HTTPFile, HTTPInputError, parse_multipart_form_data

SECONDS = 5
"""A line on which nothing is said for so long is given up."""

SHOW = {"title": "Dido, a Queen's Farewell", "hall": "Kirkwall", "from_pence": 1_250}
SOLD = ["A1 sold\n", "B12 sold for 1250p\n", "C7, C8, C9 sold for 2900p\n"]
SEATS = [f"{row}{number}" for row in "ABCDEFGHIJ" for number in range(1, 21)]


@dataclass(frozen=True)
class Seen:
    """One request, as the desk understood it."""

    raw: bytes
    method: str = ""
    target: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters."""
    status: int = 0
    value: object = None
    """What a body of JSON holds."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """The fields of a form."""
    files: Mapping[str, HTTPFile] = field(default_factory=dict)
    reason: str = ""
    """Why it was refused."""


class RefusedError(Exception):
    """The desk does not take this request: a status, and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Desk:
    """A box office that listens until it is closed; each line to it has a thread of its own."""

    def __init__(self, packet: int = 0, pause_ms: float = 0) -> None:
        """Answers leave in pieces of so many bytes (0: at once), with a pause after each."""
        self.seen: list[Seen] = []
        self._packet, self._pause = packet, pause_ms / 1_000
        self._sold: set[str] = set()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def sell(self, seat: str) -> None:
        """Sell a seat: the plan is another one now."""
        self._sold.add(seat)

    def close(self) -> None:
        """Listen no more, and hang up."""
        for line in (self._listener, *self._open):
            with suppress(OSError):  # it has ended already
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:  # closed
                return
            line.settimeout(SECONDS)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError):  # the other side has gone, or says nothing
            for seen, answer in self._conversation(line):
                self.seen.append(seen)
                self._send(line, answer)
        self._open.discard(line)

    def _conversation(self, line: socket.socket) -> Iterator[tuple[Seen, list[bytes]]]:
        """Each request on this line with its answer, until somebody hangs up."""
        http, heard = h11.Connection(h11.SERVER), bytearray()
        while True:
            try:
                request, body = _next_request(http, line, heard)
            except h11.RemoteProtocolError as error:
                reason = re.sub(r"bytearray\(b(.*)\)", r"\1", str(error))
                yield Seen(bytes(heard), status=400, reason=reason), _refusal(http, reason)
                return
            if request is None:
                return
            left = http.trailing_data[0]
            raw = bytes(heard[: len(heard) - len(left)])
            heard[:] = left
            seen, response, content = self._understood(raw, request, body)
            yield seen, _answer(http, response, content)
            if http.our_state is not h11.DONE:
                return
            http.start_next_cycle()

    def _understood(
        self, raw: bytes, request: h11.Request, body: bytes
    ) -> tuple[Seen, h11.Response, list[bytes]]:
        headers = {name.decode(): value.decode("latin-1") for name, value in request.headers}
        asked: dict[str, Any] = {
            "raw": raw,
            "method": request.method.decode(),
            "target": request.target.decode("latin-1"),
            "headers": headers,
        }
        try:
            if asked["method"] == "POST":
                posted = _parsed(headers.get("content-type", ""), body)
                content = [json.dumps(_echo(posted), ensure_ascii=False).encode()]
                return Seen(**asked, **posted, status=201), _response(201, content), content
            return self._page(asked)
        except RefusedError as error:
            content = [json.dumps({"refused": str(error)}, ensure_ascii=False).encode()]
            seen = Seen(**asked, status=error.status, reason=str(error))
            return seen, _response(error.status, content), content

    def _page(self, asked: dict[str, Any]) -> tuple[Seen, h11.Response, list[bytes]]:
        if asked["method"] != "GET":
            raise RefusedError(405, f"the method {asked['method']} is not known here")
        address = urlsplit(asked["target"])
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        if address.path == "/sold":  # written as the seats are sold: the length is not known
            content = [line.encode() for line in SOLD]
            return Seen(**asked, status=200), _response(200, content, chunked=True), content
        pages = {"/show": SHOW, "/plan": self._plan(query), "/hall/plan": self._plan(query)}
        if address.path not in pages:
            raise RefusedError(404, f"there is no page {address.path}")
        content = [json.dumps(pages[address.path], ensure_ascii=False).encode()]
        etag = f'"{hashlib.sha256(content[0]).hexdigest()[:16]}"'
        if asked["headers"].get("if-none-match") == etag:
            return Seen(**asked, status=304), _response(304, [], etag), []
        return Seen(**asked, status=200), _response(200, content, etag), content

    def _plan(self, query: Mapping[str, str]) -> object:
        return {
            "asked_for": query,
            "seats": [{"seat": seat, "free": seat not in self._sold} for seat in SEATS],
        }

    def _send(self, line: socket.socket, answer: list[bytes]) -> None:
        """An answer is sent at once, or in packets, the first of which ends with its head."""
        if not self._packet:
            line.sendall(b"".join(answer))
            return
        for part in (answer[0], b"".join(answer[1:])):
            for begin in range(0, len(part), self._packet):
                line.sendall(part[begin : begin + self._packet])
                time.sleep(self._pause)


def _next_request(
    http: h11.Connection, line: socket.socket, heard: bytearray
) -> tuple[h11.Request | None, bytes]:
    """The next request with its body; None if the other side has hung up before one began."""
    request, body = None, b""
    while True:
        event = http.next_event()
        if event is h11.NEED_DATA:
            more = line.recv(65_536)
            heard += more
            http.receive_data(more)
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
        else:
            return request, body


def _parsed(kind: str, body: bytes) -> dict[str, Any]:
    """What a body of this content type holds, as arguments of Seen."""
    if kind.startswith("application/json"):
        try:
            return {"value": json.loads(body)}
        except ValueError as error:
            raise RefusedError(400, f"the body is no JSON: {error}") from error
    if kind.startswith("application/x-www-form-urlencoded"):
        return {"fields": _form(body)}
    if kind.startswith("multipart/form-data"):
        return _multipart(kind, body)
    raise RefusedError(415, f"no body of this content type is read here: {kind or 'none is said'}")


def _form(body: bytes) -> dict[str, str]:
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict"))
    except ValueError as error:
        raise RefusedError(400, f"the body is no form: {error}") from error


def _multipart(kind: str, body: bytes) -> dict[str, Any]:
    boundary = kind.partition("boundary=")[2].partition(";")[0].strip()
    if not boundary:
        raise RefusedError(400, "the content type says no boundary")
    fields: dict[str, list[bytes]] = {}
    files: dict[str, list[HTTPFile]] = {}
    try:
        body = body.removeprefix(b"\r\n")  # RFC 2046 allows it before the first boundary
        parse_multipart_form_data(boundary.encode("latin-1"), body, fields, files)
        return {
            "fields": {name: values[-1].decode() for name, values in fields.items()},
            "files": {name: each[-1] for name, each in files.items()},
        }
    except (HTTPInputError, UnicodeError) as error:
        told = getattr(error, "log_message", None) or str(error)
        raise RefusedError(400, told) from error


def _echo(posted: Mapping[str, Any]) -> dict[str, object]:
    """What the desk says that it has understood."""
    said: dict[str, object] = {name: posted[name] for name in ("value", "fields") if name in posted}
    if "files" in posted:
        said["files"] = {
            name: {"filename": file.filename, "bytes": len(file.body)}
            for name, file in posted["files"].items()
        }
    return said


def _response(
    status: int, content: list[bytes], etag: str = "", *, chunked: bool = False
) -> h11.Response:
    """The head of an answer with this body; 304 has none, and says nothing of it."""
    headers = {"ETag": etag} if etag else {}
    if status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Type"] = "text/plain" if chunked else "application/json"
        length = {"Content-Length": str(len(b"".join(content)))}
        headers |= {"Transfer-Encoding": "chunked"} if chunked else length
    phrase = HTTPStatus(status).phrase
    return h11.Response(status_code=status, headers=list(headers.items()), reason=phrase)


def _answer(http: h11.Connection, response: h11.Response, content: list[bytes]) -> list[bytes]:
    """Its bytes: the head, then the body in pieces."""
    events: list[h11.Event] = [response, *(h11.Data(data=each) for each in content)]
    return [http.send(event) or b"" for event in (*events, h11.EndOfMessage())]


def _refusal(http: h11.Connection, reason: str) -> list[bytes]:
    """The answer to what is no HTTP: h11 closes the connection after it."""
    content = [json.dumps({"refused": reason}, ensure_ascii=False).encode()]
    return _answer(http, _response(400, content), content)
