"""The box office's API, as it was before anybody thought of other origins."""

import json
import secrets
from http.cookies import SimpleCookie

from labs.judges.pages import Answer, Request

SEATS = tuple(f"{row}{number}" for row in "AB" for number in range(1, 5))
GUEST = "guest"
"""The cookie by which it knows whose hold is whose."""


class Hall:
    """Performance 7, Dido; seat B2 is sold. Called with a request, it answers.

    Like many APIs, it reads any body as JSON, whatever its Content-Type says.
    """

    def __init__(self) -> None:
        self.holds: dict[int, tuple[str, str]] = {}
        """Seat and guest, by the hold's id."""
        self._last = 40

    def __call__(self, request: Request) -> Answer:
        if request.path == "/performances":
            dido = {"id": 7, "title": "Dido", "starts": "2026-12-04T19:30"}
            return self._only("GET", request) or _json(200, {"performances": [dido]})
        if request.path == "/performances/7/seats":
            return self._only("GET", request) or self._seats()
        if request.path == "/holds":
            return self._only("POST", request) or self._hold(request)
        if request.path.startswith("/holds/"):
            return self._only("DELETE", request) or self._give_back(request)
        return problem(404, f"There is nothing at {request.path}.")

    def _only(self, method: str, request: Request) -> Answer | None:
        if request.method == method:
            return None
        refused = problem(405, f"{request.path} takes {method}.")
        return Answer(405, {**refused.headers, "Allow": method}, refused.body)

    def _seats(self) -> Answer:
        taken = {"B2", *(seat for seat, _ in self.holds.values())}
        return _json(200, {"seats": [{"seat": each, "free": each not in taken} for each in SEATS]})

    def _hold(self, request: Request) -> Answer:
        try:
            seat = json.loads(request.body)["seat"]
        except (ValueError, TypeError, KeyError):
            return problem(400, 'A hold is asked for as {"performance": 7, "seat": "A1"}.')
        if seat not in SEATS:
            return problem(404, f"There is no seat {seat}.")
        if seat == "B2" or seat in [each for each, _ in self.holds.values()]:
            return problem(409, f"Seat {seat} has just been taken.")
        guest = _guest(request) or secrets.token_hex(8)
        self._last += 1
        self.holds[self._last] = seat, guest
        made = {"Location": f"/holds/{self._last}", "Set-Cookie": f"{GUEST}={guest}; HttpOnly"}
        return _json(201, {"id": self._last, "performance": 7, "seat": seat}, made)

    def _give_back(self, request: Request) -> Answer:
        number = request.path.removeprefix("/holds/")
        hold = int(number) if number.isdecimal() else 0
        if hold not in self.holds:
            return problem(404, f"There is no hold {number}.")
        if self.holds[hold][1] != _guest(request):
            return problem(403, "This hold is another guest's.")
        del self.holds[hold]
        return Answer(204)


def problem(status: int, detail: str) -> Answer:
    """An error as problem details (RFC 9457)."""
    body = json.dumps({"status": status, "detail": detail}).encode()
    return Answer(status, {"Content-Type": "application/problem+json"}, body)


def _json(status: int, said: object, headers: dict[str, str] | None = None) -> Answer:
    written = {"Content-Type": "application/json", **(headers or {})}
    return Answer(status, written, json.dumps(said).encode())


def _guest(request: Request) -> str:
    cookie = SimpleCookie(request.headers.get("cookie", "")).get(GUEST)
    return cookie.value if cookie else ""
