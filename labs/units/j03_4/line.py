"""A line that breaks at the worst moment: the handler has committed, the answer is not out yet."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from requests.adapters import HTTPAdapter
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from urllib3.util import Retry

from labs.measure.faults import Proxy
from labs.servers.hosting import hosted
from labs.servers.http_client import HttpClient

TRIES = 8


class Line:
    """The way to an app, through a proxy; `broken_line` makes and ends it."""

    def __init__(self, app: ASGIApp, breaks: Callable[[], bool]) -> None:
        self._app = app
        self._breaks = breaks
        self.proxy: Proxy
        self.arrived = 0
        """Requests that the app has handled."""
        self.broken = 0
        """How many of their answers never came out."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app; the proxy cuts the line when its handler is through, before the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        self.arrived += 1
        if self._breaks():
            self.broken += 1
            await asyncio.to_thread(self._break)
        for message in answer:
            await send(message)

    def _break(self) -> None:
        self.proxy.cut()
        self.proxy.mend()

    def client(self) -> HttpClient:
        """A client that sends any request again, whatever its method, while no answer comes."""
        client = HttpClient(self.proxy.url)
        retries = Retry(TRIES, allowed_methods=None, backoff_factor=0.01)
        client.mount("http://", HTTPAdapter(max_retries=retries))
        return client


@contextmanager
def broken_line(app: ASGIApp, breaks: Callable[[], bool]) -> Iterator[Line]:
    """Serve the app behind a proxy, which loses the answers for which `breaks()` is true."""
    line = Line(app, breaks)
    with hosted(line) as site, Proxy.start(site.url) as line.proxy:
        yield line
