"""What the checks of J01.5 stand on: programs that ask programs, and a partner that takes notes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import asdict, dataclass
from functools import cache
from inspect import isawaitable
from pathlib import Path
from typing import Any

import httpx

from labs.judges.asking import asked
from labs.judges.loops import in_a_loop
from labs.languages import Node
from labs.servers import Service

Report = dict[str, Any]
Hold = dict[str, int]


def ask(asking: str, answer: str, *arguments: str, **given: object) -> Report:
    """What the room's program `asking` prints of the learner's program `answer`.

    Raises NotWrittenError or ProgramError, in the learner's line, if that cannot be run.
    """
    file = Path(__file__).with_name(asking)
    report: Report = asked(Node, file, answer, *arguments, given=given)
    return report


# --- A partner that notes what is asked of it -------------------------------------------------


class Partner:
    """The partner's halls and holds, as a program sees them, and the events of its requests.

    `shut` is a hall whose seats are 404; `at` is called with each event that begins a request,
    and awaited if it is a coroutine.
    """

    def __init__(
        self, http: httpx.AsyncClient, shut: int = -1, at: Callable[[str], object] = str
    ) -> None:
        self.events: list[str] = []
        self._http, self._shut, self._at = http, shut, at

    async def hold(self, hall: int) -> Hold:
        """Hold a seat; raises RuntimeError if none is left."""
        held: Hold = (await self._ask("hold", hall, "POST", f"/halls/{hall}/holds")).json()
        return held

    async def seats(self, hall: int) -> int:
        """How many seats are left; raises RuntimeError if the partner does not say."""
        path = f"/halls/{0 if hall == self._shut else hall}"
        return int((await self._ask("seats", hall, "GET", path)).json()["seats_left"])

    async def free(self, hold: Hold) -> None:
        """Give the seat back; raises RuntimeError if it is not held."""
        await self._ask("free", hold["hall"], "DELETE", f"/holds/{hold['id']}")

    async def _ask(self, what: str, hall: int, method: str, path: str) -> httpx.Response:
        self.events.append(begins := f"{what} {hall} begins")
        if isawaitable(meanwhile := self._at(begins)):
            await meanwhile
        try:
            response = await self._http.request(method, path)
        except BaseException:
            self.events.append(f"{what} {hall} fails")
            raise
        self.events.append(f"{what} {hall} {'fails' if response.is_error else 'ends'}")
        if response.is_error:
            raise RuntimeError(f"{what} {hall}: {response.status_code}")
        return response


def http(url: str) -> httpx.AsyncClient:
    """A client of the partner at this address."""
    # Neither a proxy for the outside world nor its certificates, which take a tenth of a second.
    return httpx.AsyncClient(base_url=url, trust_env=False, verify=False)  # noqa: S501


# --- A tour, in two languages -----------------------------------------------------------------

Tour = Callable[[Sequence[int], Partner], Awaitable[list[int]]]


@dataclass(frozen=True)
class Case:
    """A tour, and what happens to it."""

    halls: Sequence[int]
    shut: int = -1
    """A hall whose seats the partner does not tell."""
    cancel: str = ""
    """The event at which the caller cancels."""
    beside: Sequence[int] = ()
    """The halls of another tour, which comes and goes when this one first asks for seats."""


@cache
def partner() -> Service:
    """A partner of the checks' own, for as long as this process lives."""
    return Service.start("partner", PARTNER_DELAY_MS="5", PARTNER_AT_ONCE="100")


def in_node(cases: Sequence[Case]) -> Report:
    """What tour.mjs does in each case."""
    given = [asdict(case) for case in cases]
    return ask("ask_tour.mjs", "tour.mjs", url=partner().url, cases=given)


def in_python(tour: Tour, cases: Sequence[Case]) -> list[Report]:
    """What the coroutine does in each case, in a loop of its own: the notebook has another."""

    async def run() -> list[Report]:
        async with http(partner().url) as client:
            return [await _tour(tour, case, client) for case in cases]

    return in_a_loop(run)


def tours(tour: Tour, halls: Sequence[int], shut: int = -1) -> tuple[list[str], list[str]]:
    """The events of one tour in Node and in Python; see `Case`."""
    case = Case(halls, shut)
    (node,), (python,) = in_node([case])["reports"], in_python(tour, [case])
    return node["events"], python["events"]


async def _tour(tour: Tour, case: Case, client: httpx.AsyncClient) -> Report:
    def at(event: str) -> Awaitable[None] | None:
        if event == case.cancel:
            task.cancel()
        is_first = event == f"seats {[*case.halls, 0][0]} begins"
        return beside() if case.beside and is_first else None

    async def beside() -> None:
        with suppress(Exception):  # only the tour that it comes across is judged
            await tour(case.beside, Partner(client))

    await client.delete("/gauge")  # an answer that failed in another way may have left holds
    seen, halls = Partner(client, case.shut, at), copy(case.halls)
    task = asyncio.ensure_future(tour(halls, seen))
    came: Report
    try:
        came = {"result": await task}
    except NotImplementedError:
        raise
    except asyncio.CancelledError:
        came = {"error": "cancelled"}
    except RuntimeError as error:
        came = {"error": str(error)}
    events = [*seen.events, "tour fails" if "error" in came else "tour ends"]
    gauge = (await client.get("/gauge")).json()
    return {**came, "halls": list(halls), "events": events, "open": gauge["open_holds"]}


def right(case: Case) -> Report:
    """What a tour ought to do: its events, and the error that reaches its caller, if any."""
    events: list[str] = []
    held: list[int] = []
    error = ""
    for what, hall in [*(("hold", h) for h in case.halls), *(("seats", h) for h in case.halls)]:
        events.append(f"{what} {hall} begins")
        if what == "hold" and hall % 7 == 0:
            error = f"hold {hall}: 409"
        elif what == "seats" and hall == case.shut:
            error = f"seats {hall}: 404"
        elif events[-1] == case.cancel:
            error = "cancelled"
        events.append(f"{what} {hall} {'fails' if error else 'ends'}")
        if error:
            break
        if what == "hold":
            held.append(hall)
    for hall in held[::-1]:
        events += [f"free {hall} begins", f"free {hall} ends"]
    return {"events": [*events, "tour fails" if error else "tour ends"], "error": error}
