"""What an answer to E2 is, and what a tap on the line sees."""

from typing import NamedTuple, Protocol

from labs.judges.pages import Answer, Api, Request


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
