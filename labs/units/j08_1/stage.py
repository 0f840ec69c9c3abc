"""What the notebook of J08.1 shows: the path of a request through layers, and callers who wait."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx

from labs.languages import Node, programs
from labs.languages.served import Served

_FOLDER = Path(__file__).with_name("programs")

PATIENCE = 1.0
"""Seconds after which a caller hangs up."""

_APART = 0.1
"""Seconds after which the next caller comes, also if the one before still waits."""

_CALLERS = 8

Part = Callable[..., Any]


class Step(NamedTuple):
    """A request enters a part of the onion, or leaves it."""

    part: str
    depth: int
    how: str
    """`in`, `answer`, or the name of the exception with which it leaves."""


class Trail:
    """Notes in which order parts are entered and left; each part is noted by what it makes."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._depth = 0

    def layer(self, name: str, layer: Part) -> Part:
        """The layer, noted."""

        def noted(request: object, call_next: Part) -> object:
            return self._noted(name, lambda: layer(request, call_next))

        return noted

    def handler(self, name: str, handler: Part) -> Part:
        """The handler, noted."""
        return lambda request: self._noted(name, lambda: handler(request))

    def follow(self, app: Part, request: object) -> list[Step]:
        """Send a request through, and say which way it took, whatever came of it."""
        self._steps = []
        try:
            app(request)
        except Exception as error:
            self._steps.append(Step("the caller", 0, type(error).__name__))
        else:
            self._steps.append(Step("the caller", 0, "answer"))
        return self._steps

    def _noted(self, name: str, inner: Callable[[], object]) -> object:
        self._depth += 1
        self._steps.append(Step(name, self._depth, "in"))
        how = "answer"
        try:
            return inner()
        except Exception as error:
            how = type(error).__name__
            raise
        finally:
            self._steps.append(Step(name, self._depth, how))
            self._depth -= 1


def give(name: str) -> str:
    """Keep this program of the room beside those of the notebook's cells; its name again."""
    return programs.give(_FOLDER / name)


def ask(
    service: Served,
    sent: str,
    timeout: float = 5,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> httpx.Response:
    """What is answered to a line such as `POST /things {"what": "a hat"}`."""
    method, path, *body = sent.split(" ", 2)
    headers = {**headers, "Content-Type": "application/json"} if body else headers
    with httpx.Client(trust_env=False, verify=False, timeout=timeout) as client:  # noqa: S501
        return client.request(
            method, f"{service.url}{path}", content="".join(body) or None, headers=headers
        )


@dataclass(frozen=True)
class Visit:
    """A caller who has asked, and what came."""

    path: str
    came: str
    """A status, `no answer`, `cut off` or `nobody there`."""
    begun: float
    """Seconds after the first one."""
    seconds: float


def visits(program: str, style: str) -> list[Visit]:
    """Callers one after the other, for shows 7 and 13 by turns; who waits keeps nobody up."""
    seen: dict[int, Visit] = {}
    with Node.serve(program, style) as service:
        with suppress(httpx.TransportError):
            ask(service, "GET /")  # the first answer of a program takes longer
        began = time.monotonic()

        def visit(number: int) -> None:
            path, begun = f"/shows/{13 if number % 2 else 7}", time.monotonic()
            came = _came(service, path)
            ended = time.monotonic()
            seen[number] = Visit(path, came, begun - began, ended - begun)

        callers = [threading.Thread(target=visit, args=(number,)) for number in range(_CALLERS)]
        for caller in callers:
            caller.start()
            caller.join(_APART)
            time.sleep(_APART / 2)
        for caller in callers:
            caller.join()
    return [seen[number] for number in sorted(seen)]


def _came(service: Served, path: str) -> str:
    try:
        return str(ask(service, f"GET {path}", PATIENCE).status_code)
    except httpx.ReadTimeout:
        return "no answer"
    except httpx.ConnectError:
        return "nobody there"
    except httpx.TransportError:
        return "cut off"
