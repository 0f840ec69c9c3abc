"""With what J07.2 asks its answers."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from labs.units.j07_2.evening import HTML, JSON, wished
from labs.units.j07_2.ledger import TRIES, Try


class Trial(NamedTuple):
    """A request, and what sending it twice shows: `ABB` if it changes the state once."""

    sent: Try
    pattern: str
    has_body: bool = True

    @property
    def seen(self) -> tuple[bool, bool, bool]:
        """Whether it was safe, whether it was idempotent, whether an answer had a body."""
        return self.pattern == "AAA", self.pattern[1] == self.pattern[2], self.has_body


PATTERNS = ("AAA", "AAA", "AAA", "ABB", "ABB", "ABB", "ABC", "AAA", "ABC")
TRIALS = [
    Trial(sent, pattern, sent.method != "HEAD")
    for sent, pattern in zip(TRIES, PATTERNS, strict=True)
]

OTHER_TRIALS = [
    Trial(Try("HEAD", "/bookings/1"), "AAA", has_body=False),
    Trial(Try("POST", "/bookings/6/flag"), "ABA"),
    Trial(Try("GET", "/bookings/1"), "AAA"),
    Trial(Try("DELETE", "/bookings/last"), "ABC"),
    Trial(Try("GET", "/bookings/5/cancel"), "ABB"),
    Trial(Try("DELETE", "/bookings/7"), "ABB"),
    Trial(Try("OPTIONS", "/calls"), "AAB"),
    Trial(Try("GET", "/bookings/2"), "AAA"),
    Trial(Try("GET", "/bookings/5/cancel"), "AAA"),
    Trial(Try("HEAD", "/bookings/1"), "AAA", has_body=False),
]
"""One request comes again, with nothing left to change; HEAD, when others have changed the list."""

GENTLE_TRIALS = [
    Trial(Try("PUT", "/bookings/2", {"name": "Bo", "seats": 4}), "AAA"),
    Trial(Try("POST", "/quotes", {"seats": 3}), "AAA"),
    Trial(Try("DELETE", "/bookings/99"), "AAA"),
    Trial(Try("PATCH", "/bell"), "AAA"),
    Trial(Try("OPTIONS", "/knock"), "AAA"),
]
"""Requests that find nothing to change; only the first PATCH and the second OPTIONS get a body."""


@dataclass(frozen=True)
class Turn:
    """An answer to one of these methods, and what is to be done: (do, method, to, seconds)."""

    status: int
    method: str
    headers: dict[str, str]
    step: tuple[str, str, str, int]

    def __str__(self) -> str:
        return f"decide({self.status}, {self.headers}, {self.method!r})"


def _use(*turns: tuple[int, str]) -> list[Turn]:
    return [Turn(status, method, {}, ("use", "", "", 0)) for status, method in turns]


def _follow(status: int, method: str, then: str, to: str = "/status/200") -> Turn:
    return Turn(status, method, {"Location": to}, ("follow", then, to, 0))


def _retry(status: int, method: str, seconds: int | None = None) -> Turn:
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return Turn(status, method, headers, ("retry", "", "", 1 if seconds is None else seconds))


def _end(do: str, *turns: tuple[int, str]) -> list[Turn]:
    return [Turn(status, method, {}, (do, "", "", 0)) for status, method in turns]


TURNS = [
    *_use((200, "GET"), (201, "POST"), (202, "POST"), (204, "DELETE"), (304, "GET")),
    _follow(301, "POST", "GET"),
    _follow(308, "POST", "POST"),
    _follow(303, "POST", "GET"),
    _follow(301, "GET", "GET"),
    _retry(429, "POST", 7),
    _retry(503, "GET", 120),
    _retry(502, "PUT"),
    *_end("fix", (400, "POST"), (401, "GET"), (404, "GET"), (409, "POST"), (422, "PUT")),
    *_end("give up", (500, "GET"), (503, "POST")),
]

OTHER_TURNS = [
    *_use((206, "GET"), (200, "POST"), (299, "GET"), (304, "HEAD")),
    _follow(302, "POST", "GET", "/status/201"),
    _follow(302, "DELETE", "DELETE"),
    _follow(301, "PUT", "PUT"),
    _follow(303, "PUT", "GET"),
    _follow(303, "OPTIONS", "GET"),
    _follow(303, "HEAD", "HEAD"),
    _follow(301, "HEAD", "HEAD"),
    _follow(307, "POST", "POST", "/status/204"),
    _follow(307, "PATCH", "PATCH"),
    _retry(429, "GET"),
    _retry(429, "PATCH", 0),
    _retry(503, "DELETE"),
    _retry(504, "HEAD", 3),
    _retry(502, "OPTIONS"),
    *_end(
        "fix", (403, "GET"), (408, "GET"), (410, "GET"), (415, "POST"), (418, "GET"), (499, "PATCH")
    ),
    *_end("give up", (502, "POST"), (504, "PATCH"), (501, "GET"), (599, "PUT"), (500, "DELETE")),
    *_end("give up", (301, "GET"), (300, "GET"), (399, "POST")),
    Turn(503, "PATCH", {"Retry-After": "5"}, ("give up", "", "", 0)),
    Turn(201, "POST", {"Location": "/status/200"}, ("use", "", "", 0)),
    Turn(300, "GET", {"Location": "/status/200"}, ("give up", "", "", 0)),
]


FAILS: Any = type("Fails", (), {"__repr__": lambda _: "FailedError"})()
"""In place of a value: there is none, and that is told."""


NO_TYPE = "-"
"""A type that stands for none: the check takes the header away."""


class Told(NamedTuple):
    """What a service answers, and the value of it."""

    about: str
    address: str
    value: Any


TOLD = [
    Told("a booking", wished(200, '{"number": 7, "error": null}'), {"number": 7, "error": None}),
    Told("a seat that was sold", wished(200, '{"error": "C4 is taken"}'), FAILS),
    Told("a page for people", wished(200, "<h1>Back in a minute</h1>", HTML), FAILS),
    Told("half of a booking", wished(200, '{"number": 32, "sea'), FAILS),
    Told("no body", wished(200), FAILS),
    Told("a deleted booking", "/status/204", None),
    Told("a list of bookings", wished(200, "[]"), []),
    Told("a box office that is closed", wished(503, '{"number": 7}'), FAILS),
]

OTHER_TOLD = [
    Told("how many are left", wished(200, "0"), 0),
    Told("a new booking", wished(201, '{"number": 8}'), {"number": 8}),
    Told(
        "a report in line",
        wished(202, '{"state": "waiting"}', f"{JSON}; charset=utf-8"),
        {"state": "waiting"},
    ),
    Told("an error without a reason", wished(200, '{"error": ""}'), FAILS),
    Told("an error in a list of them", wished(200, '{"error": []}'), FAILS),
    Told("an error that is false", wished(200, '{"error": false}'), FAILS),
    Told("a text", wished(200, '"no error"'), "no error"),
    Told("a share", wished(200, "0.5"), 0.5),
    Told("something new, and no body", wished(201), FAILS),
    Told("a report in line, and no body", wished(202), FAILS),
    Told("many JSONs in one", wished(200, '{"number": 12}', "application/json-seq"), FAILS),
    Told("a JSON that does not say so", wished(200, '{"number": 13}', NO_TYPE), FAILS),
    Told("a JSON that says it is a page", wished(200, '{"number": 9}', HTML), FAILS),
    Told("a word about errors", wished(200, '{"seat": "error"}'), {"seat": "error"}),
    Told("a list of words", wished(200, '["error"]'), ["error"]),
    Told("an address that has moved", wished(301, '{"number": 7}', JSON, "Location: /"), FAILS),
    Told("a success that nobody knows", wished(299, '{"number": 10}'), {"number": 10}),
    Told(
        "a problem that is told by 200",
        wished(200, '{"title": "sold out"}', "application/problem+json"),
        FAILS,
    ),
    Told("a choice of addresses", wished(300, '{"number": 11}'), FAILS),
    Told("a wrong request", wished(422, '{"error": null}'), FAILS),
    Told("a page of JSON", wished(200, "null"), None),
]
