"""The partner's HTTP interface."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

from labs.flytower.health import add_health
from labs.flytower.partner.gauge import Call, Gauge, Reading
from labs.flytower.problems import add_handlers

HUNG_UP = 499
"""The status in the log, as nginx has it, of a call whose caller did not wait for the answer."""


@dataclass(frozen=True)
class Faults:
    """Halls that do not do as the others."""

    gone: int | None = None
    """It has left for good, and answers 410."""
    silent: int | None = None
    """It never answers."""


class Hall(BaseModel):
    """One of the partner's halls, by its number from 1."""

    hall: int
    seats_left: int


class Hold(BaseModel):
    """A seat that nobody else can buy until the hold is given back."""

    id: int
    hall: int


def create_app(
    delay_ms: float = 20, at_once: int = 10, halls: int = 100, faults: Faults = Faults()
) -> FastAPI:
    """A partner that answers about `at_once` of its halls at a time, each after `delay_ms`."""
    gauge = Gauge(at_once)
    holds: dict[int, Hold] = {}
    numbers = count(1)
    app = FastAPI(title="Partner", version="1", docs_url=None, redoc_url=None)
    add_handlers(app)
    add_health(app)

    @app.get("/halls/{hall}", responses={404: {}, 410: {}, 503: {}})
    async def availability(hall: int, request: Request) -> Hall:
        with gauge.answering(hall) as call:
            if call is None:
                raise HTTPException(
                    503, f"Only {at_once} requests at once, please.", {"Retry-After": "1"}
                )
            if await _hangs_up(request, None if hall == faults.silent else delay_ms / 1_000):
                call.status = HUNG_UP
            elif hall == faults.gone:
                call.status = 410
        if call.status == HTTPStatus.GONE:
            raise HTTPException(410, f"Hall {hall} has left for good.")
        return _hall(hall, halls)

    @app.post("/halls/{hall}/holds", status_code=201, responses={404: {}, 409: {}})
    async def hold(hall: int) -> Hold:
        if _hall(hall, halls).seats_left <= sum(each.hall == hall for each in holds.values()):
            raise HTTPException(409, f"Hall {hall} has no seat left.")
        new = Hold(id=next(numbers), hall=hall)
        holds[new.id] = new
        return new

    @app.delete("/holds/{hold_id}", status_code=204, responses={404: {}})
    async def give_back(hold_id: int) -> None:
        if holds.pop(hold_id, None) is None:
            raise HTTPException(404, f"There is no hold {hold_id}.")

    @app.get("/gauge", include_in_schema=False)
    async def measured() -> Reading:
        return gauge.read(len(holds))

    @app.get("/gauge/calls", include_in_schema=False)
    async def calls() -> list[Call]:
        return gauge.calls

    @app.delete("/gauge", status_code=204, include_in_schema=False)
    async def reset() -> None:
        gauge.reset()
        holds.clear()

    return app


async def _hangs_up(request: Request, seconds: float | None) -> bool:
    """Whether the caller does so within so many seconds; None waits as long as the caller does."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
            return True
    return False


def _hall(number: int, halls: int) -> Hall:
    """What is left there: the same at every call, and nothing in every seventh hall."""
    if not 1 <= number <= halls:
        raise HTTPException(404, f"There is no hall {number}: they have numbers 1 to {halls}.")
    return Hall(hall=number, seats_left=number % 7 * (20 + number % 11))
