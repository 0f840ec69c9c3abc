"""What happens at the counter: requests, and what must come back."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from labs.units.j07_2.box import Box
from labs.units.j07_2.counter import Counter, Handlers, Request, Response
from labs.units.j07_2.trouble import ClosedError, TooOftenError, TroubleError

OWN, THE_REASON, NO_DETAIL = (type(name, (), {})() for name in ("Own", "Reason", "NoDetail"))
"""In place of a body: any; the trouble's own words; words that say nothing of the mistake."""

OF_ONE_CODE = frozenset({"accept", "allow", "retry-after", "www-authenticate"})
"""Headers that say something with their codes alone."""

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Wanted:
    """What must come back."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """A value that ends with … may go on."""
    body: Any = OWN
    """None: not one byte."""

    def __str__(self) -> str:
        headers = "".join(f", {name}: {value}" for name, value in self.headers.items())
        bodies = {id(OWN): "", id(NO_DETAIL): ", and nothing of the mistake in the body"}
        bodies |= {id(THE_REASON): ', and {"error": the trouble\'s words}', id(None): ", no body"}
        return f"{self.status}{headers}{bodies.get(id(self.body), f', {self.body}')}"

    def wrong_in(self, reply: httpx.Response, trouble: Exception | None) -> str:
        """What is not as wanted, as it came; empty if all is."""
        if reply.status_code != self.status:
            return f"{reply.status_code} {reply.text}".rstrip()
        if header := self.wrong_header_in(reply):
            return f"{reply.status_code}, {header}"
        if more := sorted(OF_ONE_CODE & set(reply.headers) - set(map(str.lower, self.headers))):
            return f"{reply.status_code}, {more[0].title()}: {reply.headers[more[0]]}"
        if self.body is NO_DETAIL and (leak := leak_in(reply, trouble)):
            return leak
        return "" if self._fits_body(reply, trouble) else f"the body {reply.text!r}"

    def wrong_header_in(self, reply: httpx.Response) -> str:
        """The first header that is missing or has another value, as it came; empty if none is."""
        for name, value in self.headers.items():
            got = reply.headers.get(name)
            if not _fits(got, value):
                return f"{name}: {got}" if got is not None else f"no {name}"
        return ""

    def _fits_body(self, reply: httpx.Response, trouble: Exception | None) -> bool:
        if self.body is None or self.body is OWN:
            return self.body is OWN or not reply.content
        try:
            got = reply.json()
        except ValueError:
            return False
        if self.body is THE_REASON:
            return bool(got == {"error": str(trouble)})
        if self.body is NO_DETAIL:
            return (
                isinstance(got, dict)
                and list(got) == ["error"]
                and isinstance(got["error"], str)
                and bool(got["error"].strip())
            )
        return bool(got == self.body)


def leak_in(reply: httpx.Response, trouble: Exception | None) -> str:
    """The line of an answer that tells something of a mistake in the program; empty if none does.

    Three letters in a row of its words are enough: so the mistakes here speak no human tongue.
    """
    words = str(trouble).lower()
    secrets = {words[start : start + 3] for start in range(len(words) - 2)}
    secrets |= {type(trouble).__name__.lower(), type(trouble).__module__.lower()}
    lines = [f"the header {name}: {value}" for name, value in reply.headers.items()]
    for line in (*lines, f"the body {reply.text!r}"):
        if any(secret in line.lower() for secret in secrets):
            return line
    return ""


def _fits(got: str | None, wanted: str) -> bool:
    if got is None:
        return False
    if wanted.endswith("…"):
        return got.startswith(wanted[:-1])
    return sorted(got.replace(" ", "").split(",")) == sorted(wanted.replace(" ", "").split(","))


@dataclass(frozen=True)
class Situation:
    """A request at the counter, and its answer."""

    about: str
    method: str
    path: str
    wanted: Wanted
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    key: str = "Bearer tom"
    trouble: Exception | None = None
    """What it meets before all else."""
    before: Callable[[Box], object] = lambda _: None
    """What happens in the box office just before."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (f" {json.dumps(self.json)}" if self.json else "")

    def ask(self, client: httpx.Client, counter: Counter) -> httpx.Response:
        self.before(counter.box)
        counter.refused.clear()
        counter.trouble = self.trouble
        body: dict[str, Any] = {"content": self.content} if self.content else {"json": self.json}
        headers = {"Authorization": self.key, **self.headers}
        return client.request(self.method, self.path, headers=headers, **body)


def steps(number: int) -> Sequence[Situation]:
    """An evening at a counter whose next booking and next report have this number."""
    address, shown = f"/bookings/{number}", {"number": number, "name": "Ann", "seat": "A1"}
    etag, renamed = f'"{number}-1"', f'"{number}-2"'
    here = {"Location": address}
    return [
        Situation(
            "a new booking",
            "POST",
            "/bookings",
            Wanted(201, here, shown),
            {"name": "Ann", "seat": "A1"},
        ),
        Situation("her booking", "GET", address, Wanted(200, {"ETag": etag}, shown)),
        Situation(
            "still the same",
            "GET",
            address,
            Wanted(304, {"ETag": etag}, None),
            headers={"If-None-Match": etag},
        ),
        Situation(
            "in another name by now",
            "GET",
            address,
            Wanted(200, {"ETag": renamed}, {**shown, "name": "Zoë"}),
            headers={"If-None-Match": etag},
            before=lambda box: box.rename(number, "Zoë"),
        ),
        Situation(
            "a report, which is written in the night",
            "POST",
            "/reports",
            Wanted(202, {"Location": f"/reports/{number}"}, {"state": "waiting"}),
        ),
        Situation("the old address", "GET", f"/tickets/{number}", Wanted(301, here)),
        Situation("the old address, to cancel", "DELETE", f"/tickets/{number}", Wanted(308, here)),
        Situation("cancelled", "DELETE", address, Wanted(204, {}, None)),
        Situation(
            "what the box raises is passed on",
            "GET",
            address,
            Wanted(418, {}, {"passed on": "CancelledError"}),
        ),
        Situation(
            "her seat, for somebody else",
            "POST",
            "/bookings",
            Wanted(201, {"Location": f"/bookings/{number + 1}"}),
            {"name": "Bo", "seat": "A1"},
        ),
    ]


def other_steps(number: int) -> Sequence[Situation]:
    """Another evening there: two reports, two bookings, and what the box refuses."""
    bo, first, second = (
        {"name": "Bo", "seat": "E8"},
        f"/bookings/{number}",
        f"/bookings/{number + 1}",
    )
    raises = {
        name: Wanted(418, {}, {"passed on": f"{name}Error"})
        for name in ("NeverWas", "SeatTaken", "Cancelled")
    }
    waiting = {"state": "waiting"}
    reports = [Wanted(202, {"Location": f"/reports/{n}"}, waiting) for n in (number, number + 1)]
    return [
        Situation("never booked", "DELETE", first, raises["NeverWas"]),
        Situation("never booked", "GET", first, raises["NeverWas"]),
        Situation("a report", "POST", "/reports", reports[0]),
        Situation("a booking", "POST", "/bookings", Wanted(201, {"Location": first}), bo),
        Situation("the same seat", "POST", "/bookings", raises["SeatTaken"], bo),
        Situation("a report again", "POST", "/reports", reports[1]),
        Situation(
            "another seat",
            "POST",
            "/bookings",
            Wanted(201, {"Location": second}),
            bo | {"seat": "E7"},
        ),
        Situation(
            "the version of another booking",
            "GET",
            second,
            Wanted(200, {"ETag": f'"{number + 1}-1"'}),
            headers={"If-None-Match": f'"{number}-1"'},
        ),
        Situation(
            "a version without its quotes, which is another",
            "GET",
            second,
            Wanted(200, {"ETag": f'"{number + 1}-1"'}),
            headers={"If-None-Match": f"{number + 1}-1"},
        ),
        Situation(
            "old, and never booked",
            "GET",
            f"/tickets/{number + 2}",
            Wanted(301, {"Location": f"/bookings/{number + 2}"}),
        ),
        Situation("still there after its old address", "GET", second, Wanted(200)),
        Situation("cancelled", "DELETE", first, Wanted(204, {}, None)),
        Situation("cancelled twice", "DELETE", first, raises["Cancelled"]),
        Situation(
            "old and cancelled", "DELETE", f"/tickets/{number}", Wanted(308, {"Location": first})
        ),
    ]


def prepared() -> Box:
    """A box office with booking 1 of A1, and booking 2, which is cancelled."""
    box = Box()
    for seat in ("A1", "A2"):
        box.book({"name": "Ann", "seat": seat})
    box.cancel(2)
    return box


class LineError(Exception):
    """A mistake in the program that carries what some troubles carry, too."""

    methods, seconds = ("GET",), 9


class LostKeyError(TroubleError):
    """A new kind of trouble, which is on nobody's list."""


def _bug(error: Exception) -> Situation:
    return Situation(
        "a mistake in the program", "GET", "/bookings/1", Wanted(500, {}, NO_DETAIL), trouble=error
    )


def _trouble(
    about: str,
    request: str,
    status: int,
    says: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - what a situation may have
) -> Situation:
    method, path = request.split(" ")
    return Situation(about, method, path, Wanted(status, says or {}, THE_REASON), **more)


ANN = {"name": "Ann", "seat": "A3"}

SITUATIONS = [
    _trouble("no key", "GET /bookings/1", 401, {"WWW-Authenticate": "Bearer…"}, key=""),
    _trouble("a key that may only read", "POST /bookings", 403, json=ANN, key="Bearer foyer"),
    _trouble("no such booking", "GET /bookings/9", 404),
    _trouble("a cancelled booking", "GET /bookings/2", 410),
    _trouble("another method", "PUT /bookings/1", 405, {"Allow": "DELETE, GET"}, json=ANN),
    _trouble(
        "a cart in XML",
        "POST /bookings",
        415,
        {"Accept": "application/json"},
        content=b"<seat/>",
        headers={"Content-Type": "text/xml"},
    ),
    _trouble("half of a JSON", "POST /bookings", 400, content=b'{"seat": "A', headers=JSON),
    _trouble("a seat Z9", "POST /bookings", 422, json={"name": "Ann", "seat": "Z9"}),
    _trouble("a seat that Ann has", "POST /bookings", 409, json={"name": "Bo", "seat": "A1"}),
    _trouble("too often", "GET /bookings/1", 429, {"Retry-After": "7"}, trouble=TooOftenError(7)),
    _trouble("closed", "GET /bookings/1", 503, {"Retry-After": "120"}, trouble=ClosedError(120)),
    _bug(KeyError("zqx_pwkz")),
]

LATE_SITUATIONS = [
    _bug(ValueError("pw=zkx9#qj")),
    _bug(LostKeyError("qzx-7 wkj")),
    _bug(LineError("xkq zvw")),
    _bug(TimeoutError("zqj.wxk")),
    _bug(AssertionError()),
    _trouble("an address of nothing", "GET /nowhere", 404),
    _trouble(
        "closed for a moment", "GET /bookings/1", 503, {"Retry-After": "3"}, trouble=ClosedError(3)
    ),
    _trouble(
        "a key that nobody has",
        "POST /bookings",
        401,
        {"WWW-Authenticate": "Bearer…"},
        json=ANN,
        key="Bearer eve",
    ),
    _trouble("a list is asked for", "GET /bookings", 405, {"Allow": "POST"}),
    _trouble("no name", "POST /bookings", 422, json={"seat": "A4"}),
    _trouble("cancelled twice", "DELETE /bookings/2", 410),
    _trouble(
        "a form",
        "POST /bookings",
        415,
        {"Accept": "application/json"},
        content=b"seat=A4",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    _trouble(
        "too often again", "GET /bookings/1", 429, {"Retry-After": "1"}, trouble=TooOftenError(1)
    ),
]


def passed_on(error: Exception) -> Response:
    """What stands for `refusal` while handlers are judged: the name of what the box raised."""
    if not isinstance(error, TroubleError):
        raise error
    return Response(418, {}, {"passed on": type(error).__name__})


def plain_handlers() -> Handlers:
    """What stands for the handlers while `refusal` is judged: they ask the box, and say 200."""

    def book(request: Request, box: Box) -> Response:
        return Response(200, {}, box.book(request.json).shown)

    def find(_: Request, box: Box, number: int) -> Response:
        return Response(200, {}, box.find(number).shown)

    return Handlers(book, find, find, book, find)
