"""What the checks of J07.2 stand on: a zoo of their own, and clients."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import httpx

from labs.servers import Service


@cache
def zoo() -> Service:
    """A status zoo of the checks' own, for as long as this process lives."""
    return Service.start("statuszoo")


@contextmanager
def client_of(url: str) -> Iterator[httpx.Client]:
    """A client that follows nothing by itself."""
    # Neither a proxy for the outside world nor its certificates, which take a tenth of a second.
    with httpx.Client(base_url=url, trust_env=False, verify=False) as client:  # noqa: S501
        yield client
