"""A gateway whose four decisions are given to it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Protocol

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Pairs = Sequence[tuple[str, str]]
_FRAMING = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True)
class Asked:
    """What a client sent."""

    method: str
    target: str
    """Path and query, as they came."""
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    body: bytes = b""
    peer: str = "192.0.2.7"
    """The client's address."""


@dataclass(frozen=True)
class Reply:
    """A whole answer, its body as it came: nothing is unpacked."""

    status: int
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    body: bytes = b""


class BadRequestError(ValueError):
    """A request that goes no further; the client gets 400."""


SendOne = Callable[[Asked], Awaitable[Reply]]


class Persist(Protocol):
    """Sends a request as often as it may be sent, and gives the answer of the last try."""

    async def __call__(self, send: SendOne, asked: Asked, tries: int = 3) -> Reply: ...


Blame = Callable[[Asked, Reply | httpx.TransportError], Reply]
Onward = Callable[[Asked], Pairs]
EndToEnd = Callable[[httpx.Headers], Pairs]


def problem(status: int, **headers: str) -> Reply:
    """An answer of the gateway's own; `retry_after="1"` is a header of it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = b'{"status": %d, "title": "said by the gateway"}' % status
    return Reply(status, httpx.Headers({"content-type": "application/problem+json"} | named), body)


async def sent_once(send: SendOne, asked: Asked, tries: int = 1) -> Reply:
    """One try, whatever the number."""
    return await send(asked)


def as_it_is(asked: Asked, outcome: Reply | httpx.TransportError) -> Reply:
    """Any answer as it is, and 502 where there is none."""
    return outcome if isinstance(outcome, Reply) else problem(502)


def all_of(headers: httpx.Headers) -> Pairs:
    """Every header."""
    return headers.multi_items()


class Gateway:
    """An ASGI app that passes each request on; the tries of one take its upstreams in turn."""

    def __init__(  # noqa: PLR0913 - a gateway of named parts
        self,
        *upstreams: str,
        persist: Persist = sent_once,
        blame: Blame = as_it_is,
        onward: Onward = lambda asked: all_of(asked.headers),
        end_to_end: EndToEnd = all_of,
        patience: float = 10.0,
        at_once: int = 50,
    ) -> None:
        """`patience` is in seconds; more requests than `at_once` end with a PoolTimeout."""
        self.upstreams, self.patience = upstreams, patience
        self.persist, self.blame = persist, blame
        self.onward, self.end_to_end = onward, end_to_end
        self._free = at_once

    async def reply(self, asked: Asked) -> Reply:
        """What the client gets."""
        try:
            onward = replace(asked, headers=httpx.Headers([*self.onward(asked)]))
        except BadRequestError:
            return problem(400)
        try:
            outcome: Reply | httpx.TransportError = await self.persist(self.sender(), onward)
        except httpx.TransportError as lost:
            outcome = lost
        reply = self.blame(asked, outcome)
        return replace(reply, headers=httpx.Headers([*self.end_to_end(reply.headers)]))

    def sender(self) -> SendOne:
        """What sends a request once, each time to the next upstream."""
        turns = cycle(self.upstreams)

        async def send(asked: Asked) -> Reply:
            if not self._free:
                raise httpx.PoolTimeout("too many at once")
            self._free -= 1
            try:
                return await exchange(next(turns), asked, self.patience)
            finally:
                self._free += 1

        return send

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError("This gateway speaks HTTP alone.")
        request = Request(scope, receive)
        query = scope["query_string"]
        asked = Asked(
            request.method,
            (scope["raw_path"] + (b"?" + query if query else b"")).decode("ascii"),
            httpx.Headers(request.headers.raw),
            await request.body(),
            scope["client"][0],
        )
        reply = await self.reply(asked)
        response = Response(reply.body, reply.status)
        response.raw_headers = _raw(asked.method, reply)
        await response(scope, receive, send)


async def exchange(upstream: str, asked: Asked, patience: float) -> Reply:
    """Send it once, on a connection of its own, and read the whole answer.

    Raises httpx.TransportError.
    """
    kept = [(n, v) for n, v in asked.headers.multi_items() if n.lower() not in _FRAMING]
    request = httpx.Request(
        asked.method,
        httpx.URL(upstream).copy_with(raw_path=asked.target.encode()),
        headers=kept,
        content=asked.body or None,
        extensions={"timeout": httpx.Timeout(patience).as_dict()},
    )
    async with httpx.AsyncHTTPTransport(verify=False) as line:
        reply = await line.handle_async_request(request)
        if not isinstance(reply.stream, httpx.AsyncByteStream):
            raise TypeError("an answer is read in pieces")
        try:
            body = b"".join([piece async for piece in reply.stream])
        finally:
            await reply.stream.aclose()
    return Reply(reply.status_code, reply.headers, body)


def _raw(method: str, reply: Reply) -> list[tuple[bytes, bytes]]:
    """The headers as ASGI has them; the length is that of the body, if there can be one."""
    bodiless = method == "HEAD" or reply.status in {204, 304}
    kept = [
        (name, value)
        for name, value in reply.headers.multi_items()
        if name.lower() not in _FRAMING or (bodiless and name.lower() == "content-length")
    ]
    if not bodiless:
        kept.append(("content-length", str(len(reply.body))))
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in kept]
