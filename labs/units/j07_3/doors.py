"""Servers of J07.3, each a thread on loopback: one that is right, and others that are not."""

import socket
import ssl
import tempfile
import warnings
from collections.abc import Callable, ItemsView, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from labs.judges.lines import Lines
from labs.measure.own_folder import own_folder
from labs.units.j07_3 import papers
from labs.units.j07_3.papers import Pair

SECONDS = 3
"""A line on which nothing is said for so long is given up."""

_HELLO = b"\x16\x03"
"""How a client's first message of TLS begins."""

HOST = "tickets.flytower.test"
PAGE = b'{"guests": ["Ann", "Zo\xc3\xab"]}'


class Door:
    """A server of HTTP/1.1, over TLS if it has a context; it keeps what it could read.

    It says how long an answer is, unless not `sized`.
    """

    def __init__(
        self,
        context: ssl.SSLContext | None,
        page: bytes = PAGE,
        *,
        sized: bool = True,
    ) -> None:
        self._context, self._page = context, page
        self._sized = sized
        self._heard = bytearray()
        self._lines = Lines(self._serve, SECONDS)
        self.port = self._lines.port

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def heard(self) -> bytes:
        """What clients have said here, as far as their lines have ended, readable for the door."""
        self._lines.join()
        return bytes(self._heard)

    @property
    def answer(self) -> bytes:
        """What it says to each request."""
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        length = f"Content-Length: {len(self._page)}\r\n" if self._sized else ""
        return f"{head}{length}\r\n".encode() + self._page

    @property
    def lines(self) -> int:
        """How many connections there were."""
        return len(self._lines)

    def close(self) -> None:
        """Listen no more."""
        self._lines.close()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError), line:  # refused, or gone
            if self._context is None:
                self._talk(line)
                return
            with self._context.wrap_socket(line, server_side=True) as secure:
                self._talk(secure)

    def _talk(self, line: socket.socket) -> None:
        """Each request is answered, until one says that it is the last."""
        asked = b""
        while got := line.recv(65_536):
            if got.startswith(_HELLO):  # as web servers answer TLS where none is spoken
                line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                return
            self._heard += got
            asked += got
            if asked.endswith(b"\r\n\r\n"):
                line.sendall(self.answer)
                if b"connection: close" in asked.lower():
                    return
                asked = b""


def context_of(pair: Pair) -> ssl.SSLContext:
    """A server's context with this certificate."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory(prefix="flytower-pair-") as folder:
        server.load_cert_chain(pem_written(pair, Path(folder)))
    return server


def pem_written(pair: Pair, folder: Path) -> Path:
    """Both in one file, as servers read them."""
    path = folder / "door.pem"
    path.write_text(pair.pem + pair.key_pem)
    return path


def pem_saved(pair: Pair) -> Path:
    """The same in a folder that goes with this kernel."""
    return pem_written(pair, own_folder("flytower-pair-"))


def speaking(
    context: ssl.SSLContext, least: ssl.TLSVersion, most: ssl.TLSVersion
) -> ssl.SSLContext:
    """The context again, which speaks these versions alone, however old they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # which is what is shown here
        context.minimum_version, context.maximum_version = least, most
    if most < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # or OpenSSL 3 would not speak them
    return context


def old_tls(pair: Pair) -> ssl.SSLContext:
    """TLS 1.0 and 1.1, which nobody should speak since 2021."""
    return speaking(context_of(pair), ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)


def knock_at(port: int, host: str, client: ssl.SSLContext) -> str:
    """The version of TLS that a client and a door agree on; raises what ssl raises."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as raw,
        client.wrap_socket(raw, server_hostname=host) as line,
    ):
        return line.version() or ""


@dataclass(frozen=True)
class Street:
    """Doors by name, and the authority that signed for the right one."""

    authority: Pair
    doors: Mapping[str, Door]

    @property
    def ca(self) -> str:
        """The authority's certificate, as text."""
        return self.authority.pem

    def __getitem__(self, name: str) -> Door:
        return self.doors[name]

    def items(self) -> ItemsView[str, Door]:
        """Each name with its door, the right one first."""
        return self.doors.items()


def contexts_by_name(authority: Pair, host: str) -> dict[str, Callable[[], ssl.SSLContext]]:
    """What makes each door's context, by the door's name."""
    right = papers.server_pair([host], authority)
    of_that_name = papers.root_pair("Flytower CA")
    return {
        "right": lambda: context_of(right),
        "expired": lambda: context_of(papers.server_pair([host], authority, days=(-60, -1))),
        "other host": lambda: context_of(papers.server_pair(["cafe.example"], authority)),
        "self-signed": lambda: context_of(papers.server_pair([host], None)),
        "unknown CA": lambda: context_of(papers.server_pair([host], of_that_name)),
        "old TLS": lambda: old_tls(right),
    }


def street() -> Street:
    """The door of the lesson, and five wrong ones."""
    authority = papers.root_pair("Flytower CA")
    made = {name: make() for name, make in contexts_by_name(authority, HOST).items()}
    return Street(authority, {name: Door(context) for name, context in made.items()})
