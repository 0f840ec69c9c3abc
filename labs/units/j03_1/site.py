"""An app that is served, and a client of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from starlette.types import ASGIApp

from labs.servers.hosting import hosted


class _Door(httpx.HTTPTransport):
    """Leads to one port, also from the addresses that a server made before it was restarted."""

    def __init__(self, port: int) -> None:
        # Reading certificates takes a tenth of a second, and there are none on this machine.
        super().__init__(verify=False)
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(port=self._port)
        return super().handle_request(request)


@contextmanager
def client_of(app: ASGIApp) -> Iterator[httpx.Client]:
    """A client of this app, which is served as long as the block lasts."""
    with (
        hosted(app) as site,
        httpx.Client(base_url=site.url, transport=_Door(site.port), trust_env=False) as client,
    ):
        yield client
