"""What goes between a page, its site and its API, and what a tap on the line sees of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


@dataclass(frozen=True)
class Request:
    """What a caller asks; the names of its headers are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What it is answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Api = Callable[[Request], Answer]


class Cors(Protocol):
    """What an answer to E2 is."""

    def __call__(self, request: Request, api: Api, allowed: set[str]) -> Answer: ...


class Piece(NamedTuple):
    """Some bytes that crossed a tap, as they came."""

    connection: int
    """Each connection has a number of its own."""
    server: str
    """The name of the server at its other end."""
    sent: bool
    """True: they went to the server; False: they came from it."""
    data: bytes


class Exchange(NamedTuple):
    """A request, and how it was answered."""

    server: str
    method: str
    path: str
    status: int | None
    """None: there was no answer."""
