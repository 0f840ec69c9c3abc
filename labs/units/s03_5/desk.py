"""The service that the guide is about, and the guide as it has been on the site for a year."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field

GUIDE = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")


class Wanted(BaseModel):
    """What somebody asks for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    performance: int
    seats: Annotated[list[str], Field(min_length=1)]


def new_desk() -> FastAPI:
    """A desk of its own, without any order yet: two performances, 7 and 8, of seats A1 to A4."""
    app = FastAPI()
    orders: dict[int, dict[str, object]] = {}
    free = {number: {"A1", "A2", "A3", "A4"} for number in (7, 8)}

    @app.get("/v2/performances/{number}")
    def seats_left(number: int) -> dict[str, object]:
        if number not in free:
            raise HTTPException(404, "No such performance.")
        return {"performance": number, "free": sorted(free[number])}

    @app.post("/v2/orders", status_code=HTTPStatus.CREATED)
    def sell(wanted: Wanted) -> dict[str, object]:
        if wanted.performance not in free:
            raise HTTPException(404, "No such performance.")
        seats = set(wanted.seats)
        if len(seats) < len(wanted.seats) or not seats <= free[wanted.performance]:
            raise HTTPException(409, "Not all of these seats are free.")
        free[wanted.performance] -= seats
        orders[len(orders) + 1] = {
            "id": len(orders) + 1,
            **wanted.model_dump(),
            "total": 4_250 * len(wanted.seats) + 125,
            "status": "paid",
        }
        return orders[len(orders)]

    @app.get("/v2/orders/{number}")
    def look_up(number: int) -> dict[str, object]:
        if number not in orders:
            raise HTTPException(404, "No such order.")
        return orders[number]

    @app.post("/v2/orders/{number}/refund", status_code=HTTPStatus.ACCEPTED)
    def refund(number: int) -> dict[str, object]:
        if number not in orders:
            raise HTTPException(404, "No such order.")
        if orders[number]["status"] != "paid":
            raise HTTPException(409, "This order is refunded already.")
        orders[number] = {**orders[number], "status": "refunded"}
        return orders[number]

    return app
