"""A request that is sent, and what comes back of it: an answer, or none in time."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx

from labs.judges.wire.exchange import ANYTHING, Answer, Request
from labs.judges.wire.values import Difference, difference, filled

SECONDS = 5.0
"""What an answer may take, whole."""

LARGEST = 1_000_000
"""Bytes of a body that are read."""


class NoReplyError(Exception):
    """Nothing came back, or not all of it; says which, and the likely cause."""

    def __init__(self, got: str, likely: str) -> None:
        self.got = got
        self.likely = likely
        super().__init__(got)


@dataclass(frozen=True)
class Reply:
    """What came back, whole."""

    status: int
    headers: httpx.Headers
    body: bytes
    at: float
    """When its last byte was there, by the clock of `time.monotonic`."""

    @cached_property
    def json(self) -> Any:  # noqa: ANN401
        """Raises ValueError if the body is no JSON."""
        return httpx.Response(self.status, content=self.body).json()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def __str__(self) -> str:
        return f"{self.status} {self.text}".rstrip()


def send(
    client: httpx.Client,
    request: Request,
    kept: Mapping[str, Any],
    sent: Callable[[], object] = lambda: None,
) -> Reply:
    """Send it, call `sent`, and read the answer to its end. Raises NoReplyError."""
    deadline = time.monotonic() + SECONDS

    def trace(event: str, _: object) -> None:
        if event == "http11.send_request_body.complete":
            sent()

    built = _built(client, request, kept)
    built.extensions["trace"] = trace
    body = b""
    try:
        reply = client.send(built, stream=True)
        try:
            for piece in reply.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    got = f"{reply.status_code}, and more than {LARGEST:,} bytes of body"
                    raise NoReplyError(got, "a body that is written in a loop without an end.")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("too long")
        finally:
            reply.close()
    except httpx.ConnectError:
        raise NoReplyError(
            "no connection: nobody listens at this address any more",
            "the service has ended, or has closed its door: an error nobody caught ends a program.",
        ) from None
    except httpx.TimeoutException:
        got = f"no end of the answer within {SECONDS:g} s" + (f", but {body!r:.80}" if body else "")
        likely = "a path through the code that sends no answer, or waits for what never comes."
        raise NoReplyError(got, likely) from None
    except httpx.TransportError as error:
        raise NoReplyError(
            f"half an answer: {error}" if body else f"a broken connection: {error}",
            "the program stopped in the middle, or Content-Length is not the body's length in "
            "bytes.",
        ) from None
    return Reply(reply.status_code, reply.headers, body, time.monotonic())


def _built(client: httpx.Client, request: Request, kept: Mapping[str, Any]) -> httpx.Request:
    content: dict[str, Any] = {"content": request.body} if request.body else {}
    if request.json is not None:
        content = {"json": filled(request.json, kept)}
    path = request.path.format_map(kept)
    headers = {name: value.format_map(kept) for name, value in request.headers.items()}
    return client.build_request(request.method, path, headers=headers, timeout=SECONDS, **content)


def wrong_in(reply: Reply, answer: Answer, kept: Mapping[str, Any]) -> Difference | None:
    """The first thing in which the reply is not this answer; None if it is."""
    if reply.status != answer.status:
        return Difference("status", str(reply), str(answer.status))
    for name, wanted in answer.headers.items():
        got = reply.headers.get(name)
        if not _fits(name, got, wanted):
            shown = "no such header" if got is None else repr(got)
            pattern = wanted if isinstance(wanted, str) else f"/{wanted.pattern}/"
            return Difference(f"header {name}", shown, repr(pattern))
    if answer.body is not None and reply.text != answer.body:
        return Difference("body", repr(reply.text), repr(answer.body))
    return None if answer.json is ANYTHING else _wrong_json(reply, filled(answer.json, kept))


def _wrong_json(reply: Reply, expected: Any) -> Difference | None:  # noqa: ANN401
    try:
        got = reply.json
    except ValueError:
        shown = repr(reply.text) if reply.body else "no body"
        return Difference("body", shown, f"JSON: {expected!r}")
    return difference(expected, got)


def _fits(name: str, got: str | None, wanted: str | re.Pattern[str]) -> bool:
    if got is None:
        return False
    if not isinstance(wanted, str):
        return wanted.fullmatch(got) is not None
    if name.lower() == "content-type" and ";" not in wanted:
        got = got.split(";")[0].strip().lower()
    return got == wanted
