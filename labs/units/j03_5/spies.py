"""An app whose handlers count how often they run, and those who call it."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel

CallerOf = Callable[[Request], str | None]
May = Callable[[str, str, str], bool]
AddGuard = Callable[[FastAPI, CallerOf, May], None]

CALLERS: Mapping[str, str | None] = {
    "nobody": None,
    "a forged token": "Bearer e30.e30.e30",
    "a revoked key": "Bearer fly_00000000.old",
    "guest Ada": "Bearer ada",
    "a theatre": "Bearer fly_3f9a1c2e.new",
}
"""What each sends as Authorization."""

KNOWN = {"Bearer ada": "guest:ada", "Bearer fly_3f9a1c2e.new": "staff:kirkwall"}

ROUTES = (
    "GET /performances",
    "POST /holds",
    "DELETE /holds/41",
    "PUT /performances/7",
    "PATCH /performances/7",
    "DELETE /performances/7",
)
LATER = (
    "POST /later/holds",
    "DELETE /inner/all",
    "COPY /performances/7",
    "POST /nowhere",
    "PATCH /holds",
    "POST /holds/",
    "PUT /performances/7?method=GET",
)
"""Routes that are added later, and some that are not there."""


def due(caller: str | None, method: str, path: str) -> int:
    """The status that this caller must get: guests have to do with holds alone."""
    if method == "GET":
        return 200
    if caller is None:
        return 401
    return 200 if caller.startswith("staff:") or path.startswith("/holds") else 403


class _Body(BaseModel):
    seat: str


class Spied:
    """An app, what it was asked of its callers, and how often each handler ran."""

    def __init__(self) -> None:
        self.app = FastAPI()
        self.ran: Counter[str] = Counter()
        self.known: dict[str, str | None] = dict(KNOWN)
        self.barred: set[str] = set()
        """Callers who may do nothing, from now on."""
        self.looked_up = 0
        """How often `caller_of` was asked."""
        self.asked: list[tuple[str, str, str]] = []
        """What `may` was asked."""
        for line in ROUTES:
            self._add(self.app, *line.split(" "))

    def caller_of(self, request: Request) -> str | None:
        self.looked_up += 1
        return self.known.get(request.headers.get("Authorization", ""))

    def may(self, caller: str, method: str, path: str) -> bool:
        """As `due` has it now."""
        if caller is None:
            raise TypeError("may(None, …): nobody is refused with 401 before it is asked")
        self.asked.append((caller, method, path))
        return self.due(caller, method, path) == 200

    def due(self, caller: str | None, method: str, path: str) -> int:
        """The status that this caller must get now."""
        status = due(caller, method, path)
        return 403 if status == 200 and method != "GET" and caller in self.barred else status

    def add_later(self) -> None:
        """Routes that nobody had thought of when the guard was added."""
        router, inner = APIRouter(prefix="/later"), FastAPI()
        self._add(router, "POST", "/holds")
        self.app.include_router(router)
        self._add(inner, "DELETE", "/all")
        self.app.mount("/inner", inner)
        self._add(self.app, "COPY", "/performances/7")

        @self.app.post("/typed")
        def typed(body: _Body) -> str:
            self.ran["POST /typed"] += 1
            return body.seat

    def _add(self, app: Any, method: str, path: str) -> None:  # noqa: ANN401 - app or router
        def spy(request: Request) -> dict[str, str | None]:
            self.ran[f"{method} {path}"] += 1
            return {"caller": getattr(request.state, "caller", None)}

        app.add_api_route(path, spy, methods=[method])
