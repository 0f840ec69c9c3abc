"""Priya's list of bookings as a service, for experiments: what each request does to it shows."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Act = Callable[[int, Any], object]


@dataclass(frozen=True)
class Try:
    """A request to be tried out."""

    method: str
    path: str
    json: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (
            f" {json.dumps(self.json, ensure_ascii=False)}" if self.json else ""
        )


TRIES = (
    Try("GET", "/bookings/1"),
    Try("HEAD", "/bookings/1"),
    Try("OPTIONS", "/bookings/1"),
    Try("PUT", "/bookings/2", {"name": "Bo", "seats": 3}),
    Try("DELETE", "/bookings/3"),
    Try("PATCH", "/bookings/4", {"seats": 5}),
    Try("PATCH", "/bookings/4", {"more_seats": 1}),
    Try("POST", "/quotes", {"seats": 2}),
    Try("POST", "/bookings", {"name": "Zoë", "seats": 2}),
)
"""What section 1 tries out."""


class Ledger:
    """The list, and the service of it; `seen` holds what the service was asked."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self._bookings: dict[int, dict[str, Any]] = {
            number: {"name": name, "seats": 2 + number % 3}
            for number, name in enumerate(("Ann", "Bo", "Cem", "Dot", "Eve", "Fay") * 3, 1)
        }
        self._numbers = count(len(self._bookings) + 1)
        self._calls, self._rung, self._knocked = 0, False, True

    def state(self) -> str:
        """A short hash of all that is on the list: another list, another hash."""
        text = json.dumps([self._bookings, self._calls // 2], sort_keys=True)
        return sha256(text.encode()).hexdigest()[:8]

    def app(self) -> Starlette:
        """The service: /state tells the hash."""

        async def state(_: Request) -> Response:
            self.seen.append(("GET", "/state"))
            return PlainTextResponse(self.state())

        acts = list(self._acts())
        acts += _options((method, path) for method, path, _ in acts)
        return Starlette(routes=[Route("/state", state), *map(self._route, acts)])

    def _acts(self) -> Iterable[tuple[str, str, Act]]:
        """Method, path and what is done; the last six do what is not usual."""
        yield from (
            ("GET", "/bookings/{number:int}", lambda number, _: self._bookings[number]),
            ("PUT", "/bookings/{number:int}", self._put),
            ("DELETE", "/bookings/{number:int}", lambda number, _: self._bookings.pop(number)),
            ("PATCH", "/bookings/{number:int}", self._patch),
            ("POST", "/quotes", lambda _, asked: {"pence": 1_250 * asked["seats"]}),
            ("POST", "/bookings", lambda _, booking: self._put(next(self._numbers), booking)),
            ("GET", "/bookings/{number:int}/cancel", self._cancel),
            ("DELETE", "/bookings/last", lambda *_: self._bookings.popitem()[1]),
            ("POST", "/bookings/{number:int}/flag", self._flag),
            ("OPTIONS", "/calls", self._call),
            ("PATCH", "/bell", self._ring),
            ("OPTIONS", "/knock", self._knock),
        )

    def _route(self, route: tuple[str, str, Act]) -> Route:
        method, path, act = route

        async def answer(request: Request) -> Response:
            self.seen.append((request.method, request.url.path))
            body = await request.body()
            try:
                done = act(request.path_params.get("number", 0), json.loads(body or "null"))
            except KeyError:
                return JSONResponse({"error": "there is no such booking"}, 404)
            if done is None:
                return Response(status_code=204)
            return JSONResponse(done, 201 if (method, path) == ("POST", "/bookings") else 200)

        return Route(path, answer, methods=[method])

    def _put(self, number: int, booking: dict[str, Any]) -> object:
        self._bookings[number] = booking
        return {"number": number, **booking}

    def _patch(self, number: int, changes: dict[str, Any]) -> object:
        booking = self._bookings[number]
        more = changes.pop("more_seats", 0)
        booking |= changes | {"seats": changes.get("seats", booking["seats"]) + more}
        return booking

    def _cancel(self, number: int, _: object) -> object:
        return {"cancelled": self._bookings.pop(number, None) is not None}

    def _flag(self, number: int, _: object) -> object:
        booking = self._bookings[number]
        if not booking.pop("flag", False):
            booking["flag"] = True
        return booking

    def _ring(self, *_: object) -> object:
        # It tells the first one that it has rung, and the second nothing.
        self._rung = not self._rung
        return {"rung": True} if self._rung else None

    def _knock(self, *_: object) -> object:
        self._knocked = not self._knocked  # only the second one is let in
        return {"come": "in"} if self._knocked else None

    def _call(self, *_: object) -> object:
        self._calls += 1  # the state shows every second one
        return {"calls": self._calls}


def _options(acts: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, Act]]:
    """OPTIONS of each path that has none of its own: it lists what the service takes there."""
    methods: defaultdict[str, set[str]] = defaultdict(set)
    for method, path in acts:
        methods[path] |= {"GET", "HEAD"} if method == "GET" else {method}
    for path, taken in methods.items():
        if "OPTIONS" not in taken:
            listed = {"methods": ", ".join(sorted(taken | {"OPTIONS"}))}
            yield "OPTIONS", path, lambda *_, listed=listed: listed
