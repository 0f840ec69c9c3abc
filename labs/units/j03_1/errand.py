"""A client on an errand: it reads the shows, holds a seat, changes it and lets it go."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from labs.units.j03_1.rules import Asked, JsonObject, Rules

STEPS = (
    "find the list of shows",
    "read all its pages",
    "look at a show",
    "ask for a seat of it",
    "read the hold",
    "see that the seat is taken",
    "change the seat",
    "let the hold go",
    "see that it is gone",
)
_PAGES = 60
SEATS = ("A1", "B 12/13")


class StuckError(Exception):
    """The errand ends here: what was expected, and what came back."""

    def __init__(self, got: str, expected: str) -> None:
        super().__init__(f"{got}; expected: {expected}")
        self.got = got
        self.expected = expected


@dataclass
class Errand:
    """One client of one API, on its way through STEPS."""

    client: httpx.Client
    rules: Rules
    which: int = 0
    """The show that it looks at, by its place in the list."""
    seats: tuple[str, str] = SEATS
    done: int = 0
    stuck: StuckError | None = None
    shows: list[JsonObject] = field(default_factory=list)
    sent: str = ""
    """The last request."""
    answer: httpx.Response = field(default_factory=lambda: httpx.Response(0))
    """What came back of it."""
    address: str = ""
    """That of the hold."""

    def run(self) -> "Errand":
        """Go as far as it goes."""
        for _ in self.steps():
            pass
        return self

    def steps(self) -> Iterator[str]:
        """Take one step after another, and give its name; ends at the first that fails."""
        try:
            for step in self._steps():
                self.done += 1
                yield step
        except StuckError as error:
            self.stuck = error
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            self.stuck = StuckError(f"{self._came()} ({type(error).__name__}: {error})", "")

    def _steps(self) -> Iterator[str]:
        first = self._send(Asked("GET", "/"))
        home = first.json() if first.status_code == 200 else {}
        address = self.rules.list_address(home)
        self._get(address)
        yield STEPS[0]
        self.shows = list(self._all(address))
        yield STEPS[1]
        show = self._get(self.rules.show_address(self.shows[self.which])).json()
        yield STEPS[2]
        wanted = {"show": show["id"], "seat": self.seats[0]}
        asking = self.rules.hold(home, wanted)
        self.address = self.rules.hold_address(self._send(asking, 200, 201))
        yield STEPS[3]
        self._reads(wanted)
        yield STEPS[4]
        again = self._send(asking)
        if not self.rules.is_refused(again):
            raise StuckError(self._came(), "409, as the seat is held")
        yield STEPS[5]
        wanted = {**wanted, "seat": self.seats[1]}
        self._send(self.rules.change(self.address, wanted), 200, 204)
        self._reads(wanted)
        yield STEPS[6]
        self._send(self.rules.release(self.address), 200, 204)
        yield STEPS[7]
        if not self.rules.is_gone(self._send(Asked("GET", self.address))):
            raise StuckError(self._came(), "404, as the hold was let go")
        yield STEPS[8]

    def _all(self, address: str | None) -> Iterator[JsonObject]:
        for _ in range(_PAGES):
            if address is None:
                return
            page = self._get(address).json()
            yield from self.rules.items(page)
            address = self.rules.next_page(page)
        raise StuckError(f"a next page after {_PAGES} pages", "null at the end")

    def _reads(self, wanted: JsonObject) -> None:
        held = self.rules.held(self._get(self.address))
        got = {name: held[name] for name in wanted}
        if got != wanted:
            raise StuckError(self._came(), f"200 with {json.dumps(wanted)}")

    def _get(self, address: str) -> httpx.Response:
        return self._send(Asked("GET", address), 200)

    def _send(self, asked: Asked, *statuses: int) -> httpx.Response:
        body = "" if asked.json is None else f" {json.dumps(asked.json, ensure_ascii=False)}"
        self.sent = f"{asked.method} {asked.address}{body}"
        kwargs: dict[str, Any] = {} if asked.json is None else {"json": asked.json}
        self.answer = self.client.request(asked.method, asked.address, **kwargs)
        if statuses and self.answer.status_code not in statuses:
            raise StuckError(self._came(), " or ".join(map(str, statuses)))
        return self.answer

    def _came(self) -> str:
        return f"{self.answer.status_code} {self.answer.text}".strip()
