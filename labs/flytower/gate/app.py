"""The gate's interface: HTTP, and one WebSocket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import FastAPI, Header, Query, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from pydantic import BaseModel

from labs.flytower.gate.changes import Change, Changes, Numbered
from labs.flytower.health import add_health
from labs.flytower.problems import add_handlers

LONGEST_WAIT = 25.0
"""Seconds; a balancer gives up on a silent connection after thirty."""

After = Annotated[int, Query(ge=0)]


class News(BaseModel):
    """Changes in order, and the number of the last."""

    seq: int
    changes: list[Numbered]


def create_app() -> FastAPI:
    """A gate that has seen no change yet."""
    registry = CollectorRegistry()
    asked = Counter("gate_asked", "Questions for changes, by way", ["way"], registry=registry)
    changes = Changes()
    app = FastAPI(title="Gate", version="1", openapi_url=None)
    add_handlers(app)
    add_health(app)

    @app.post("/changes", status_code=201)
    async def add(change: Change) -> Numbered:
        return changes.add(change)

    @app.get("/changes")
    async def since(after: After = 0) -> News:
        asked.labels("poll").inc()
        return _news(changes.since(after), after)

    @app.get("/changes/next", response_model=News)
    async def following(after: After = 0) -> News | Response:
        asked.labels("long poll").inc()
        new = await changes.wait(after, LONGEST_WAIT)
        return _news(new, after) if new else Response(status_code=204)

    @app.get("/changes/stream")
    async def stream(
        after: After = 0, last_event_id: Annotated[int | None, Header(ge=0)] = None
    ) -> Response:
        asked.labels("stream").inc()
        known = after if last_event_id is None else last_event_id
        return StreamingResponse(
            _events(changes, known),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @app.websocket("/changes/live")
    async def live(socket: WebSocket, after: After = 0) -> None:
        asked.labels("live").inc()
        await socket.accept()
        telling = asyncio.create_task(_tell(socket, changes, after))
        with suppress(WebSocketDisconnect):
            while True:  # a screen has nothing to say; its leaving is heard here
                await socket.receive_text()
        telling.cancel()

    @app.get("/metrics")
    async def measured() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return app


def _news(new: list[Numbered], after: int) -> News:
    return News(seq=new[-1].seq if new else after, changes=new)


async def _events(changes: Changes, after: int) -> AsyncIterator[str]:
    yield ": here you are\n\n"
    async for change in changes.follow(after):
        yield f"id: {change.seq}\ndata: {change.model_dump_json()}\n\n"


async def _tell(socket: WebSocket, changes: Changes, after: int) -> None:
    async for change in changes.follow(after):
        await socket.send_text(change.model_dump_json())
