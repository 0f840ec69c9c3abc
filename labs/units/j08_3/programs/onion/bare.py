"""ASGI without a framework, under 0, 1, 5 and 20 layers; served by uvicorn."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def layer(inner: App) -> App:
    """Counts itself."""

    async def counted(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401
        scope["layers"] = scope.get("layers", 0) + 1
        await inner(scope, receive, send)

    return counted


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401
    """How many layers there were."""
    body = b'{"layers": %d}' % scope.get("layers", 0)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def wrapped(layers: int) -> App:
    """The answer under so many."""
    app: App = answer
    for _ in range(layers):
        app = layer(app)
    return app


apps = {f"/{layers}": wrapped(layers) for layers in (0, 1, 5, 20)}


async def chosen(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401
    """The path says under how many."""
    await apps[scope["path"]](scope, receive, send)


uvicorn.run(chosen, port=int(os.environ["PORT"]), lifespan="off", log_level="critical")
