"""How J08.5 asks: with the headers that are given, and no others; and in pieces."""

import http.client
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

PIECE = 50_000
PNG_START = b"\x89PNG\r\n\x1a\n"
_SECONDS = 10
_BOUNDARY = "between-two-parts"


class Reached(Protocol):
    """A server of this machine."""

    @property
    def port(self) -> int: ...


@dataclass(frozen=True)
class Came:
    """What came back, as it was on the wire."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters; of several with one name, joined by a comma."""
    body: bytes

    def names(self, header: str) -> set[str]:
        """The words of a header that is a list, in small letters."""
        words = self.headers.get(header, "").lower().split(",")
        return {word.strip() for word in words} - {""}


def ask(
    site: Reached,
    method: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Came:
    """Ask for a path. Nothing is sent but these headers, Host, and the body's length."""
    pieces = (body,) if body else ()
    return asked_in_pieces(site, method, path, headers or {}, pieces, len(body))


def asked_in_pieces(  # noqa: PLR0913, PLR0917 - what a request has
    site: Reached,
    method: str,
    path: str,
    headers: Mapping[str, str],
    pieces: Iterable[bytes],
    length: int | None,
) -> Came:
    """Send a body piece by piece; in chunks, if `length` is None."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=_SECONDS)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if length is None:
            connection.putheader("Transfer-Encoding", "chunked")
        elif length or method in ("POST", "PUT"):
            connection.putheader("Content-Length", str(length))
        connection.endheaders()
        for piece in pieces:
            connection.send(b"%x\r\n%b\r\n" % (len(piece), piece) if length is None else piece)
        if length is None:
            connection.send(b"0\r\n\r\n")
        reply = connection.getresponse()
        got: dict[str, str] = {}
        for name, value in reply.getheaders():
            key = name.lower()
            got[key] = f"{got[key]}, {value}" if key in got else value
        return Came(reply.status, got, reply.read())
    finally:
        connection.close()


def fetched(site: Reached, path: str) -> Iterator[bytes]:
    """What GET answers, piece by piece; nothing, if it is not 200."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        while reply.status == http.HTTPStatus.OK and (piece := reply.read(PIECE)):
            yield piece
    finally:
        connection.close()


def pieces_of(size: int, seed: int) -> Iterable[bytes]:
    """A picture of so many bytes, in pieces; it begins as a PNG does."""
    draw = Random(seed)  # noqa: S311 - no secret
    left, start = size, PNG_START
    while left:
        piece = (start + draw.randbytes(PIECE - 30) + b"\r\n--between\r\n")[: min(PIECE, left)]
        yield piece
        left -= len(piece)
        start = b"\n"


@dataclass(frozen=True)
class Form:
    """A multipart body: what is before and after the file in it."""

    name: str = "poster"
    file: str = "dido.png"
    kind: str = "image/png"

    @property
    def headers(self) -> dict[str, str]:
        return {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}

    @property
    def start(self) -> bytes:
        named = f'form-data; name="{self.name}"; filename="{self.file}"'
        head = f"--{_BOUNDARY}\r\nContent-Disposition: {named}\r\nContent-Type: {self.kind}\r\n\r\n"
        return head.encode()

    end = f"\r\n--{_BOUNDARY}--\r\n".encode()

    def around(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        yield self.start
        yield from pieces
        yield self.end

    def length(self, size: int) -> int:
        return len(self.start) + size + len(self.end)


def put_file(site: Reached, path: str, pieces: Iterable[bytes], size: int, form: Form) -> Came:
    """PUT a file of so many bytes, in pieces, as this form has it."""
    body = form.around(pieces)
    return asked_in_pieces(site, "PUT", path, form.headers, body, form.length(size))


def print_of(pieces: Iterable[bytes]) -> tuple[int, int]:
    """How long it is, and a checksum."""
    length = checksum = 0
    for piece in pieces:
        length, checksum = length + len(piece), zlib.crc32(piece, checksum)
    return length, checksum
