"""What goes between the parts of an HTTP server: heads, requests, refusals, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus


class Refused(Exception):  # noqa: N818 - an end, as much as a fault
    """A request that gets no other answer than this status, and is the last of its line."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status} {HTTPStatus(status).phrase}")
        self.status = status


@dataclass(frozen=True)
class Head:
    """A request before its body."""

    method: str
    target: str
    version: str
    """1.0 or 1.1."""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names in small letters; each has its values in the order of their lines."""
    length: int | None = 0
    """The body's bytes; None: it comes in chunks."""


@dataclass(frozen=True)
class Request:
    """A request, whole."""

    head: Head
    body: bytes


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def written(status: int, body: bytes, *, last: bool) -> bytes:
    """An answer as bytes; the last one of a line says that it is."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Content-Length: {len(body)}"]
    if last:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode() + body
