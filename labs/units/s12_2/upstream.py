"""A box office behind a gateway, which can break in any way that a caller names."""

import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

from labs.units.s12_2.behaviours import ANSWERS, WAITING

LOOPBACK = "127.0.0.1"
Loses = Callable[["Heard", int], str]
"""Of a request and the number of its try, from 0: is it lost "before" or "after" it is done?"""


@dataclass(frozen=True)
class Heard:
    """A request, as it came over the wire."""

    method: str
    target: str
    headers: Sequence[tuple[str, str]]
    body: bytes

    def get(self, name: str) -> str | None:
        """The first header of this name (in small letters)."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass
class Office:
    """What requests have done. A key that it has seen makes it do nothing more."""

    orders: int = 0
    moved: int = 0
    seats: dict[str, str] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def do(self, heard: Heard) -> tuple[int, bytes]:
        """Carry a request out, and say what is answered: status and body."""
        key = heard.get("idempotency-key")
        first = key is None or key not in self._keys
        if key is not None:
            self._keys.add(key)
        match heard.method:
            case "POST":
                self.orders += first
                return 201, b"booked"
            case "PATCH":
                self.moved += first
            case "PUT":
                self.seats[heard.target] = heard.body.decode()
            case "DELETE":
                self.seats.pop(heard.target, None)
        return 200, b"" if heard.method == "HEAD" else b"done"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 50


class Upstream:
    """Serves until the end of its `with` block. `/zoo/<name>` behaves as `behaviours` says."""

    def __init__(self, loses: Loses = lambda heard, number: "") -> None:
        self.seen: list[Heard] = []
        self.office = Office()
        self._loses = loses
        self._tries: dict[str, int] = {}
        self._lock = threading.Lock()
        outer = self

        class Line(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    outer._answer(self)

        self._server = _Server((LOOPBACK, 0), Line)
        self.port = int(self._server.server_address[1])
        serve = lambda: self._server.serve_forever(0.01)  # noqa: E731
        self._thread = threading.Thread(target=serve, name="labs-upstream", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def arrived(self, number: str) -> int:
        """How often the request came that calls itself so, in X-Request."""
        return self._tries.get(number, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, line: socketserver.StreamRequestHandler) -> None:
        heard = _read(line)
        if heard is None:
            return
        animal = heard.target.partition("?")[0].removeprefix("/zoo/")
        number = heard.get("x-request") or ""
        with self._lock:
            self.seen.append(heard)
            tries = self._tries.get(number, 0)
            self._tries[number] = tries + 1
            lost = self._loses(heard, tries)
            done = b"" if lost == "before" or animal in ANSWERS else self._done(heard)
        if animal in ANSWERS:
            self._behave(line, animal)
        elif not lost:
            line.wfile.write(done)

    def _done(self, heard: Heard) -> bytes:
        status, body = self.office.do(heard)
        length = f"Content-Length: {len(body)}\r\nConnection: close"
        return f"HTTP/1.1 {status} Told\r\n{length}\r\n\r\n".encode() + body

    def _behave(self, line: socketserver.StreamRequestHandler, name: str) -> None:
        line.wfile.write(ANSWERS[name])
        if name in WAITING:
            line.connection.recv(1)  # until the caller hangs up
        elif name == "reset":
            linger = struct.pack("ii", 1, 0)  # close() then sends RST, and not FIN
            line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def _read(line: socketserver.StreamRequestHandler) -> Heard | None:
    first = line.rfile.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers: list[tuple[str, str]] = []
    while text := line.rfile.readline().decode("latin-1").strip("\r\n"):
        name, _, value = text.partition(":")
        headers.append((name, value.strip()))
    length = next((int(v) for n, v in headers if n.lower() == "content-length"), 0)
    return Heard(first[0], first[1], headers, line.rfile.read(length))


@contextmanager
def nobody() -> Iterator[str]:
    """An address at which every connection is refused."""
    with socket.socket() as held:  # bound, so that nobody else gets it, and never listening
        held.bind((LOOPBACK, 0))
        yield f"http://{LOOPBACK}:{held.getsockname()[1]}"
