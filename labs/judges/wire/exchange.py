"""A contract as data: what is sent, and what must come back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Step: TypeAlias = "Exchange | AtOnce"


class _Anything:
    def __repr__(self) -> str:
        return "anything"


ANYTHING: Final = _Anything()
"""In place of a value of an answer that is left open."""


@dataclass(frozen=True)
class Kept:
    """In place of a value: what an earlier exchange kept under this name."""

    name: str


@dataclass(frozen=True)
class Request:
    """What is sent. A path may name what was kept: `/orders/{order}`."""

    method: str
    path: str
    json: Any = None
    """Sent as JSON, with its Content-Type; for JSON's null, send `body=b"null"`."""
    body: bytes = b""
    """Sent as it is, where there is no `json`."""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def get(path: str, **headers: str) -> Request:
    """A request for what is there. Headers as in `get("/", accept_language="en")`."""
    return Request("GET", path, headers=_headers(headers))


def post(path: str, json: Any, **headers: str) -> Request:  # noqa: ANN401
    """A request that sends JSON."""
    return Request("POST", path, json, headers=_headers(headers))


def _headers(names: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in names.items()}


@dataclass(frozen=True)
class Answer:
    """What must come back; what is not named may be as it likes.

    JSON is compared by value and by type: 1 is neither "1" nor 1.0 nor true. An object has the
    members that are named, and no more; `ANYTHING`, `Includes`, `InAnyOrder` and `Kept` say less.
    """

    status: int
    json: Any = ANYTHING
    headers: Mapping[str, str | re.Pattern[str]] = field(default_factory=dict)
    """A text is compared whole; a Content-Type without parameters leaves these open."""
    body: str | None = None


@dataclass(frozen=True)
class Includes:
    """An object with these members at least."""

    members: Mapping[str, Any]


@dataclass(frozen=True)
class InAnyOrder:
    """A list of these values, in whatever order."""

    items: Sequence[Any]


@dataclass(frozen=True)
class Exchange:
    """One request, and what must come back."""

    about: str
    """What it shows, such as "a cart of two tickets"."""
    request: Request
    answer: Answer
    likely: Sequence[tuple[Answer, str]] = ()
    """What a mistake answers, and the mistake in words; the first one that fits is told."""
    keep: Mapping[str, str] = field(default_factory=dict)
    """Members of the answer's JSON object to keep, each by the name that later requests use."""


@dataclass(frozen=True)
class AtOnce:
    """Exchanges that are under way together, each from a client of its own."""

    about: str
    exchanges: Sequence[Exchange]


@dataclass(frozen=True)
class Contract:
    """What a service promises, whatever it is written in: steps that are taken in this order."""

    name: str
    steps: Sequence[Step]
