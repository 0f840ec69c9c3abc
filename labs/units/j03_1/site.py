"""An app that is served, and a client of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from starlette.types import ASGIApp

from labs.servers.hosting import hosted


@contextmanager
def client_of(app: ASGIApp) -> Iterator[httpx.Client]:
    """A client of this app, which is served as long as the block lasts."""
    with (
        hosted(app) as site,
        # Reading certificates takes a tenth of a second, and there are none on this machine.
        httpx.Client(base_url=site.url, trust_env=False, verify=False) as client,  # noqa: S501
    ):
        yield client
