"""Services are asked in this process, without a network."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI


class Client:
    """Calls an app without a network, as starlette's TestClient does (which wants httpx2)."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self._app, self._portal = app, portal

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)

    def request(self, method: str, path: str) -> httpx.Response:
        return self._portal.call(self.asking, method, path)

    async def asking(self, method: str, path: str) -> httpx.Response:
        """The same for a caller in the app's own loop."""
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
            return await http.request(method, path)

    def run(self, call: Any, *arguments: Any) -> Any:  # what it returns, it returns
        """Run a coroutine function in the app's loop."""
        return self._portal.call(call, *arguments)


@contextmanager
def served(app: FastAPI) -> Iterator[Client]:
    """A client of the app, which has started and will end."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        yield Client(app, portal)
