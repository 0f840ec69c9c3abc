"""A client that does what a function decides, answer by answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from labs.units.j07_2.ledger import Try

MOST = 10
"""Answers after which nobody follows any longer."""

TWO_MOVES = "/status/308?header=Location:+/status/307%3Fheader%3DLocation:%2520/status/201"
"""An address of the zoo that has moved, to one that has, too."""

LOST_ON_THE_WAY = "/status/301?header=Location:+/status/308%3Fheader%3DLocation:%2520/status/200"
"""The same, and the first one may turn a POST into a GET."""


class Decided(Protocol):
    """What is to be done next."""

    @property
    def do(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def to(self) -> str: ...


Deciding = Callable[[int, httpx.Headers, str], Any]


@dataclass(frozen=True)
class Journey:
    """Where a request has come to."""

    stops: tuple[tuple[str, int], ...]
    """The method that was sent, and the status that came, each time."""
    end: Decided
    """The last decision."""
    reply: httpx.Response


def travel(client: httpx.Client, decide: Deciding, request: Try) -> Journey:
    """Send the request, and follow as long as `decide` says so; a GET carries no body."""
    method, path, stops = request.method, request.path, []
    while True:
        body = request.json if method == request.method else None
        reply = client.request(method, path, json=body)
        stops.append((method, reply.status_code))
        step = decide(reply.status_code, reply.headers, method)
        if step.do != "follow" or len(stops) == MOST:
            return Journey(tuple(stops), step, reply)
        method, path = step.method, step.to
