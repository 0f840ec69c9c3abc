"""The JSON twin, which keeps the gRPC server while it lives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from labs.flytower.health import add_health
from labs.flytower.pricing import contract, rpc
from labs.flytower.pricing.prices import MOST_PENCE, MOST_SEATS, fee_for, hall
from labs.flytower.problems import add_handlers


class FeeRequest(BaseModel):
    """The price of one ticket."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pence: int = Field(ge=0, le=MOST_PENCE)


class FeeReply(BaseModel):
    """Its fee."""

    fee_pence: int


class Grpc(BaseModel):
    """Where gRPC is spoken, and by which contract."""

    address: str
    contract: str


def create_app(grpc_address: str = "127.0.0.1:0") -> FastAPI:
    """Pricing as JSON; while it is served, gRPC is spoken at `host:port`, 0 being a free port."""
    host = grpc_address.rpartition(":")[0]
    spoken_at: list[int] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        server, port = await rpc.start(grpc_address)
        spoken_at[:] = [port]
        yield
        await server.stop(grace=1)

    app = FastAPI(
        title="Flytower pricing", version="1", docs_url=None, redoc_url=None, lifespan=lifespan
    )
    add_handlers(app)
    add_health(app)

    @app.post("/fees")
    async def fee(asked: FeeRequest) -> FeeReply:
        return FeeReply(fee_pence=fee_for(asked.pence))

    # Seats are ours and need no second look: validated one by one, they would take most of a call.
    @app.get("/seats")
    async def seats(count: Annotated[int, Query(ge=1, le=MOST_SEATS)] = 200) -> JSONResponse:
        return JSONResponse({"seats": [vars(seat) for seat in hall(count)]})

    @app.get("/grpc")
    async def where() -> Grpc:
        return Grpc(address=f"{host}:{spoken_at[0]}", contract="/pricing.proto")

    @app.get("/pricing.proto", response_class=PlainTextResponse)
    async def text() -> str:
        return contract.TEXT

    return app
