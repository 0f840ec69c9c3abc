"""Guests, each with a request id, and what they have seen: answers, and what they left behind."""

import json
import socket
import struct
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

from labs.servers.server import LOOPBACK

_SECONDS = 10.0
_GONE_AT_ONCE = struct.pack("ii", 1, 0)
"""For SO_LINGER: what was not read yet is thrown away, and the server told."""


@dataclass(frozen=True)
class Wish:
    """What a guest asks for."""

    method: str
    path: str
    route: str | None = None
    """The path template that it belongs to; None if to none."""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    leaves: bool = False
    """Whether the guest goes after the first bytes of the answer's body."""
    comes_as: int = 200
    """The status that it is answered."""
    about: str = ""
    """What is particular, in words."""

    def __str__(self) -> str:
        about = self.about or ("the guest leaves half-way" if self.leaves else "")
        return f"{self.method} {self.path}" + (f" ({about})" if about else "")


@dataclass(frozen=True)
class Seen:
    """What came back."""

    wish: Wish
    id: str
    """The X-Request-ID that was sent."""
    status: int | None
    """None: no answer."""
    headers: Mapping[str, str]
    body: bytes

    @property
    def given_id(self) -> str:
        """The X-Request-ID of the answer, or else the one that was sent."""
        return self.headers.get("x-request-id", self.id)

    @property
    def json(self) -> Any:  # noqa: ANN401
        """None if it is no JSON."""
        with suppress(ValueError):
            return json.loads(self.body)
        return None


def asked(port: int, wish: Wish, request_id: str, begun: threading.Event | None = None) -> Seen:
    """Ask, by a connection of one's own; `begun` is set when the first bytes of a body are here."""
    connection = HTTPConnection(LOOPBACK, port, timeout=_SECONDS)
    headers = {"X-Request-ID": request_id, **wish.headers}
    if wish.body:
        headers.setdefault("Content-Type", "application/json")
    try:
        connection.request(wish.method, wish.path, wish.body or None, headers)
        door = connection.sock
        answer = connection.getresponse()
        body = answer.read(4)
        if begun:
            begun.set()
        if wish.leaves:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _GONE_AT_ONCE)
            answer.close()
        else:
            body += answer.read()
        return Seen(wish, request_id, answer.status, _lower(answer.getheaders()), body)
    except (OSError, HTTPException):
        return Seen(wish, request_id, None, {}, b"")
    finally:
        connection.close()


def asked_all(port: int, wishes: Sequence[tuple[Wish, str]], at_once: int = 1) -> list[Seen]:
    """What each saw, in the order of the wishes; so many ask at once."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda pair: asked(port, *pair), wishes))


def _lower(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
