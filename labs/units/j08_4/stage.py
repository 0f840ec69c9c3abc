"""What the notebook of J08.4 sends, and how it adds up what came of it."""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from labs.languages import Node, programs
from labs.languages.served import Served
from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_4.failures import FAILURES, given_away
from labs.units.j08_4.guests import Seen, Wish, asked, asked_all
from labs.units.j08_4.stacks import stacks_of

_SECONDS = 5.0
_QUIET = 0.5
_LIST = "/shows/:show/reviews"
_EVENING: Sequence[Wish] = (
    *[Wish("GET", f"/shows/{n % 3 + 1}/reviews", _LIST) for n in range(12)],
    *[Wish("POST", f"/shows/{n % 3 + 1}/reviews", _LIST) for n in range(8)],
    *[Wish("GET", "/export?pieces=1000", "/export", leaves=True)] * 5,
    *[Wish("GET", "/export?pieces=3", "/export")] * 3,
    *[Wish("GET", "/fail", "/fail")] * 6,
    *[Wish("GET", f"/show/{n}") for n in range(6)],
)


def an_evening(service: Served) -> tuple[list[Seen], str]:
    """Forty guests: five leave in mid-export, six meet the bug, six an address that is none.

    What each has seen, and what the service has printed, once it prints no more.
    """
    seen = asked_all(service.port, [(wish, f"guest-{n:02}") for n, wish in enumerate(_EVENING, 1)])
    printed, end = "", time.monotonic() + _SECONDS
    while service.stdout != printed and time.monotonic() < end:
        printed = service.stdout
        time.sleep(_QUIET)
    return seen, printed


def read_log(text: str) -> list[Any]:
    """What its lines of JSON hold; other lines are left out."""
    found = []
    for line in text.splitlines():
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


@dataclass(frozen=True)
class Drilled:
    """What came of nine failures."""

    told: int
    """Answers that tell something internal."""
    stacks: int
    """Stacks that the log has."""
    astray: int
    """What an address that is none was answered."""


def drilled(app: Flask) -> Drilled:
    """Let an app of `bare_app` fail in all nine ways."""
    with hosted_wsgi(app) as site, stacks_of(app) as stacks:
        bodies = [asked(site.port, Wish("GET", f"/drill/{n}"), "guest").body for n in range(9)]
        astray = asked(site.port, Wish("GET", "/nowhere"), "guest").status
    told = sum(
        bool(given_away(failure, body.decode()))
        for failure, body in zip(FAILURES, bodies, strict=True)
    )
    return Drilled(told, len(stacks), astray or 0)


def all_orders() -> list[Mapping[str, Any]]:
    """Each order of the five parts, and which promises it keeps: the notebook's own programs."""
    programs.give(Path(__file__).with_name("programs") / "orders.mjs")
    found: list[Mapping[str, Any]] = Node.run("orders.mjs").json()
    return found


def kept(found: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many orders keep each promise."""
    return {promise: sum(one["keeps"][promise] for one in found) for promise in found[0]["keeps"]}
