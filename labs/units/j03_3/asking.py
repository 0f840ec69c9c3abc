"""What comes back from an app with manners: a problem, or its own answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from labs.judges import Judge
from labs.servers.hosting import Hosted
from labs.units.j03_3 import causes

SECRETS = ("my secret", "/srv/flytower/sales.db", "ada@example.org")
"""What no refusal may repeat."""

_PROBLEM = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Refused:
    """A request that is refused, and how."""

    method: str
    path: str
    status: int
    detail: Any = ...
    """What the problem says; ...: any sentence."""
    sent: bytes = b""
    fields: frozenset[str] | None = None
    """Those that the problem's errors name."""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.sent.decode()}".rstrip()


@dataclass(frozen=True)
class Answered:
    """A request that is answered by the app itself, and how."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: bytes = b""
    compressed: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.sent.decode()}".rstrip()


def refuses(judge: Judge, site: Hosted, wanted: Refused) -> None:
    """Raise CheckFailed unless a problem comes back, whole, and nothing besides."""
    answer = _ask(site, wanted)
    _has(judge, site, answer, wanted, {**_PROBLEM, **wanted.headers})
    body = answer.json()
    likely = causes.why_this_refusal(answer)
    judge.that(
        isinstance(body, dict) and body.keys() >= {"type", "title", "status", "detail"},
        called=str(wanted),
        got=answer.text[:150],
        expected="an object with type, title, status and detail",
        likely=likely,
    )
    judge.equal(body["status"], wanted.status, called=f"{wanted}; the problem's status")
    if wanted.detail is not ...:
        judge.equal(
            body["detail"],
            wanted.detail,
            called=f"{wanted}; the problem's detail",
            likely="it is what was raised, a text or an object: error.detail.",
        )
    if wanted.fields is not None:
        _names(judge, body.get("errors"), wanted)
    for secret in SECRETS:
        judge.that(
            secret not in answer.text,
            called=str(wanted),
            got=answer.text[:200],
            expected=f"nothing of {secret!r}",
            likely=causes.REPEATED if wanted.sent else causes.LEAK,
        )


def _names(judge: Judge, errors: object, wanted: Refused) -> None:
    listed = errors if isinstance(errors, list) else []
    named = [each for each in listed if isinstance(each, dict)]
    judge.equal(
        sorted(str(each.get("field")) for each in named),
        sorted(wanted.fields or ()),
        called=f"{wanted}; the fields in errors",
        likely='".".join(map(str, each["loc"])), for each of error.errors().',
    )
    judge.that(
        all(isinstance(each.get("error"), str) and each["error"] for each in named),
        called=str(wanted),
        got=f"{named!r:.150}",
        expected="in each of errors an `error`, a text",
        likely='it is the msg: each["msg"].',
    )


def answers(judge: Judge, site: Hosted, wanted: Answered) -> requests.Response:
    """Raise CheckFailed unless the app's answer comes back, and compressed if it may be."""
    plain, asked = _ask(site, wanted), _ask(site, wanted, "gzip")
    for answer, encoding in ((plain, None), (asked, "gzip" if wanted.compressed else None)):
        _has(judge, site, answer, wanted, wanted.headers)
        accepts = answer.request.headers["Accept-Encoding"]
        judge.equal(
            answer.headers.get("Content-Encoding"),
            encoding,
            called=f"{wanted} with Accept-Encoding: {accepts}; the header Content-Encoding",
            likely="app.add_middleware(GZipMiddleware, minimum_size=500): long ones, if asked for.",
        )
        if wanted.compressed:
            judge.that(
                "accept-encoding" in answer.headers.get("Vary", "").lower(),
                called=f"{wanted} with Accept-Encoding: {accepts}",
                got=f"Vary: {answer.headers.get('Vary', 'missing')}",
                expected="Vary: Accept-Encoding",
                likely="a cache must know that others get other bytes; GZipMiddleware says so.",
            )
    judge.equal(asked.content, plain.content, called=f"{wanted}, compressed; what it unpacks to")
    return asked


def _ask(site: Hosted, asked: Refused | Answered, accepts: str = "identity") -> requests.Response:
    headers = {"Accept-Encoding": accepts}
    if asked.sent:
        headers["Content-Type"] = "application/json"
    with site.client() as client:
        return client.request(asked.method, asked.path, data=asked.sent, headers=headers)


def _has(
    judge: Judge,
    site: Hosted,
    answer: requests.Response,
    wanted: Refused | Answered,
    headers: Mapping[str, str],
) -> None:
    judge.that(
        answer.status_code == wanted.status,
        called=str(wanted),
        got=f"{answer.status_code} {answer.text[:120]}",
        expected=str(wanted.status),
        likely=causes.why_this_status(answer, wanted.status, site.stderr),
    )
    for name, value in headers.items():
        judge.that(
            answer.headers.get(name) == value,
            called=str(wanted),
            got=f"{name}: {answer.headers.get(name, 'missing')}",
            expected=f"{name}: {value}",
            likely=causes.why_this_header(name, answer),
        )
