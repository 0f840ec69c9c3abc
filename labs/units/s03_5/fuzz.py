"""Requests at random, good ones and bad: which statuses a service gives, by operation."""

import random
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from labs.servers.hosting import hosted

OPERATIONS = (
    "GET /v2/performances/{number}",
    "POST /v2/orders",
    "GET /v2/orders/{number}",
    "POST /v2/orders/{number}/refund",
)
_NUMBERS = ("1", "2", "3", "7", "8", "99", "0", "-1", "seven")
_SEATS = ("A1", "A2", "A3", "A4", "Z9", 4)
_BODIES: tuple[Callable[[random.Random], Any], ...] = (
    lambda r: {"performance": r.choice((7, 8, 9)), "seats": r.sample(_SEATS[:5], r.randint(1, 2))},
    lambda r: {"performance": 7, "seats": [r.choice(_SEATS)]},
    lambda r: {"performance": r.choice(("7", None)), "seats": []},
    lambda r: r.choice(([], "A1", {"show": 7})),
)

Seen = set[tuple[str, int]]
"""An operation, such as `POST /v2/orders`, and a status that it gave."""


def statuses(app: FastAPI, requests: int, seed: int) -> Seen:
    """What the service answers to so many requests."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    seen: Seen = set()
    with hosted(app) as site, site.client() as client:
        for _ in range(requests):
            operation = chance.choice(OPERATIONS)
            method, path = operation.replace("{number}", chance.choice(_NUMBERS)).split()
            body = chance.choice(_BODIES)(chance) if operation == OPERATIONS[1] else None
            seen.add((operation, client.request(method, path, json=body).status_code))
    return seen


def operation_of(method: str, path: str) -> str:
    """The operation that this is a request for; empty if there is none."""
    for operation in OPERATIONS:
        if re.fullmatch(operation.replace("{number}", "[^/]+"), f"{method} {path}"):
            return operation
    return ""
