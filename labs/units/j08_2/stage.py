"""Requests as they are written: no client in between mends a path."""

import json
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from labs.units.j08_2.pairs import Outcome, Pair

_SECONDS = 3.0
"""For an answer that takes a millisecond: who has said nothing by then says nothing at all."""


def ask(url: str, pairs: Sequence[Pair]) -> list[Outcome]:
    """What each pair is answered, one after the other; all silent after the first silence."""
    outcomes: list[Outcome] = []
    for pair in pairs:
        silent = bool(outcomes) and not outcomes[-1].status
        outcomes.append(Outcome(0) if silent else one(url, pair.method, pair.path))
    return outcomes


def one(url: str, method: str, path: str) -> Outcome:
    """What one request is answered."""
    address = urlsplit(url)
    client = HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)
    with closing(client):
        try:
            client.request(method, path)
            answer = client.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            return Outcome(0)
    kind = (answer.getheader("Content-Type") or "").partition(";")[0]
    allow = frozenset(name.strip() for name in (answer.getheader("Allow") or "").split(",") if name)
    page = json.loads(body) if kind == "application/json" and body else None
    return Outcome(answer.status, allow, page, kind, body)


def alike(one: Outcome, other: Outcome) -> bool:
    """Whether two frameworks have answered the same."""
    return one == other


def status_in(body: bytes) -> int | None:
    """The status that a problem names, if it is one and has a title."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("title"), str):
        return None
    status = said.get("status")
    return status if isinstance(status, int) else None
