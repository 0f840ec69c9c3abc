"""Logs of taps whose truth is known, for the checks of E1."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from labs.units.j07_4.messages import Exchange, Piece

WHOLE = 4_000
"""Bytes that take any message here in one piece."""
WORDS = {200: "OK", 201: "Created", 204: "", 304: "Not Modified", 404: "Not Found", 409: "Conflict"}


@dataclass(frozen=True)
class Said:
    """One request and its answer."""

    server: str
    method: str
    path: str
    status: int | None
    sends: bytes = b""
    gets: bytes = b""

    @property
    def exchange(self) -> Exchange:
        return Exchange(self.server, self.method, self.path, self.status)

    @property
    def parts(self) -> list[tuple[bool, bytes]]:
        """What is sent, and what comes: a body after its head, as browsers send it."""
        length = f"Content-Length: {len(self.sends)}\r\n" if self.sends else ""
        head = f"{self.method} {self.path} HTTP/1.1\r\nHost: {self.server}\r\n{length}\r\n"
        asked = [(True, head.encode()), (True, self.sends)]
        if self.status is None:
            return asked
        length = "" if self.status in {204, 304} else f"Content-Length: {len(self.gets)}\r\n"
        head = f"HTTP/1.1 {self.status} {WORDS[self.status]}\r\n{length}\r\n"
        return [*asked, (False, head.encode()), (False, self.gets)]


class Tapped:
    """A log of these lines, each a connection that carries one thing after another.

    They take turns by chance; a piece has at most `most` bytes.
    """

    def __init__(
        self, lines: Sequence[Sequence[Said]], seed: int, most: int, first: int = 1
    ) -> None:
        """`first` is the number of the first connection."""
        self.log: list[Piece] = []
        self.right: list[Exchange] = []
        """What is true of it."""
        self.whole = most >= WHOLE
        """Whether no message is cut but between its head and its body."""
        self._chance, self._most = random.Random(seed), most  # noqa: S311
        turns = {number: self._pieces(number, line) for number, line in enumerate(lines, first)}
        while turns:
            number = self._chance.choice(sorted(turns))
            if piece := next(turns[number], None):
                self.log.append(piece)
            else:
                del turns[number]

    def _pieces(self, number: int, line: Sequence[Said]) -> Iterator[Piece]:
        for said in line:
            self.right.append(said.exchange)
            for sent, left in said.parts:
                while left:
                    size = self._chance.randint(max(1, self._most // 3), self._most)
                    yield Piece(number, said.server, sent, left[:size])
                    left = left[size:]  # noqa: PLW2901


CLICK = (
    (
        Said("site", "GET", "/?performance=7", 200, gets=b"<!doctype html>"),
        Said("site", "GET", "/frontdoor.js", 200, gets=b'"use strict";'),
    ),
    (Said("site", "GET", "/frontdoor.css", 304),),
    (
        Said("api", "GET", "/performances/7/seats", 200, gets=b'{"seats": []}'),
        Said("api", "POST", "/holds", 409, sends=b'{"seat": "A1"}', gets=b"{}"),
        Said("api", "GET", "/performances/7/seats", 200, gets=b'{"seats": []}'),
    ),
)

DECOY = b"GET /prizes HTTP/1.1\r\nHost: evil.test\r\n\r\nHTTP/1.1 500 Oh\r\n\r\n\xff\xd8"
"""Looks like both halves of an exchange, and ends in bytes that are no UTF-8."""
HARDER = (
    (
        Said("api", "POST", "/notes", 201, sends=DECOY, gets=DECOY),
        Said("api", "DELETE", "/holds/41?why=too+late", 204),
        Said("api", "GET", "/performances/8/seats", 404, gets=b"HTTP/1.1 200 OK\r\n"),
    ),
    (
        Said("site", "GET", "/", 200, gets=DECOY * 3),
        Said("site", "GET", "/", 304),
        Said("site", "GET", "/slow", None),
    ),
    (Said("api", "OPTIONS", "/holds", 204), Said("api", "POST", "/holds", None, sends=DECOY)),
)
