"""The counter between HTTP and the box office: it looks at a request, and calls its handler.

Handlers are functions that get a request and return a response; what one of them raises goes to
another function, which makes a response of it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from starlette.types import Receive, Scope, Send

from labs.units.j07_2.box import Box
from labs.units.j07_2.trouble import (
    NeverWasError,
    NotJsonError,
    NotYoursError,
    OtherFormatError,
    OtherMethodError,
    StrangerError,
)

NO_BODY = frozenset({204, 304})

KEYS = {"Bearer tom": ("GET", "POST", "DELETE"), "Bearer foyer": ("GET",)}
"""What each key may do."""


@dataclass(frozen=True)
class Request:
    """What was asked. Names of headers are found in any case, as in httpx."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None


@dataclass(frozen=True)
class Response:
    """What is answered; the body goes out as JSON, None as no body at all."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None


Handler = Callable[..., Response]
Refusal = Callable[[Exception], Response]


@dataclass
class Handlers:
    """Who answers what; each gets the request, the box office and, where there is one, a number."""

    book: Handler
    look_up: Handler
    cancel: Handler
    order_report: Handler
    old_address: Handler


class Counter:
    """The service, as an ASGI app."""

    def __init__(self, handlers: Handlers, refusal: Refusal, box: Box | None = None) -> None:
        self.box = box or Box()
        self.trouble: Exception | None = None
        """What each request meets, if it is not None."""
        self.errors: list[Exception] = []
        """What a handler or `refusal` did wrong, if it is their own mistake."""
        self.refused: list[Exception] = []
        """What `refusal` was asked about."""
        self.handlers, self._refusal = handlers, refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        asked = HttpRequest(scope, receive)
        try:
            response = self._answer(asked, await asked.body())
            answer = _sent(response)
        except Exception as error:
            self.errors.append(error)
            answer = HttpResponse("the counter has broken down", 500)
        await answer(scope, receive, send)

    def _answer(self, asked: HttpRequest, body: bytes) -> Response:
        try:
            return self._handled(asked, body)
        except NotImplementedError:
            raise
        except Exception as error:
            self.refused.append(error)
            return self._refusal(error)

    def _handled(self, asked: HttpRequest, body: bytes) -> Response:
        """Looks at the key, the address and the body, in this order; then calls the handler."""
        if self.trouble is not None:
            raise self.trouble
        key = asked.headers.get("authorization", "")
        if key not in KEYS:
            raise StrangerError("who are you?")
        handler, methods, number = self._found(asked.url.path)
        if asked.method not in methods:
            raise OtherMethodError(*methods)
        if asked.method not in KEYS[key]:
            raise NotYoursError(f"this key may {' and '.join(KEYS[key])} only")
        request = Request(asked.method, asked.url.path, asked.headers, _value(asked, body))
        if number is None:
            return handler(request, self.box)
        return handler(request, self.box, number)

    def _found(self, path: str) -> tuple[Handler, tuple[str, ...], int | None]:
        match path.strip("/").split("/"):
            case ["bookings"]:
                return self.handlers.book, ("POST",), None
            case ["reports"]:
                return self.handlers.order_report, ("POST",), None
            case ["bookings", number] if number.isdecimal():
                return self._one, ("DELETE", "GET"), int(number)
            case ["tickets", number] if number.isdecimal():
                return self.handlers.old_address, ("DELETE", "GET"), int(number)
        raise NeverWasError(f"nothing is at {path}")

    def _one(self, request: Request, box: Box, number: int) -> Response:
        get = request.method == "GET"
        return (self.handlers.look_up if get else self.handlers.cancel)(request, box, number)


def _value(asked: HttpRequest, body: bytes) -> Any:  # noqa: ANN401 - whatever JSON can be
    """What the body holds; None if there is none."""
    if not body:
        return None
    if not asked.headers.get("content-type", "").startswith("application/json"):
        raise OtherFormatError("send application/json")
    try:
        return json.loads(body)
    except ValueError as error:
        raise NotJsonError("the body is no JSON") from error


def _sent(response: Response) -> HttpResponse:
    """Raises TypeError or ValueError for what cannot be sent."""
    if not isinstance(response, Response):
        raise TypeError(f"{response!r} was returned, not a Response: is a `return` missing?")
    if response.status in NO_BODY and response.body is not None:
        raise ValueError(f"an answer {response.status} has no body: leave it None")
    for name, value in response.headers.items():
        if not isinstance(value, str):
            raise TypeError(f"the header {name} is {value!r}: headers are texts")
    if response.body is None:
        return HttpResponse(None, response.status, dict(response.headers))
    text = json.dumps(response.body, ensure_ascii=False)
    return HttpResponse(text, response.status, dict(response.headers), "application/json")
