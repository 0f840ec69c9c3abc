"""The partner's HTTP interface."""

import asyncio
from itertools import count

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from labs.flytower.partner.gauge import Call, Gauge, Reading
from labs.flytower.problems import add_handlers

HALLS = 100


class Hall(BaseModel):
    """One of the partner's halls, by its number from 1."""

    hall: int
    seats_left: int


class Hold(BaseModel):
    """A seat that nobody else can buy until the hold is given back."""

    id: int
    hall: int


def create_app(delay_ms: float = 20, at_once: int = 10) -> FastAPI:
    """A partner that answers about `at_once` halls at a time, each after `delay_ms`."""
    gauge = Gauge(at_once)
    holds: dict[int, Hold] = {}
    numbers = count(1)
    app = FastAPI(title="Partner", version="1", docs_url=None, redoc_url=None)
    add_handlers(app)

    @app.get("/halls/{hall}", responses={404: {}, 503: {}})
    async def availability(hall: int) -> Hall:
        with gauge.answering(hall) as is_accepted:
            if not is_accepted:
                raise HTTPException(
                    503, f"Only {at_once} requests at once, please.", {"Retry-After": "1"}
                )
            await asyncio.sleep(delay_ms / 1_000)
        return _hall(hall)

    @app.post("/halls/{hall}/holds", status_code=201, responses={404: {}, 409: {}})
    async def hold(hall: int) -> Hold:
        if _hall(hall).seats_left <= sum(each.hall == hall for each in holds.values()):
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

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def ready() -> dict[str, str]:
        return {"status": "ready"}

    return app


def _hall(number: int) -> Hall:
    """What is left there: the same at every call, and nothing in every seventh hall."""
    if not 1 <= number <= HALLS:
        raise HTTPException(404, f"There is no hall {number}: they have numbers 1 to {HALLS}.")
    return Hall(hall=number, seats_left=number % 7 * (20 + number % 11))
