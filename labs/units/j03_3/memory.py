"""What a server in this process holds in memory while an answer of it goes out."""

import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from starlette.types import ASGIApp

from labs.servers.hosting import hosted

MEGABYTE = 1_000_000
_PIECE = 65_536


class Held(NamedTuple):
    """Megabytes."""

    arrived: float
    peak: float
    """What Python held besides, at the most, from the request to the last byte."""


def held_for(app: ASGIApp, path: str, *, gzip: bool = False) -> Held:
    """Serve the app in this process, ask for this page, and let its bytes go as they arrive."""
    accepts = "Accept-Encoding: gzip\r\n" if gzip else ""
    request = f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{accepts}\r\n"
    arrived = 0
    with hosted(app) as site, _traced() as peak:
        with socket.create_connection(("127.0.0.1", site.port)) as connection:
            connection.sendall(request.encode())
            while piece := connection.recv(_PIECE):
                arrived += len(piece)
        return Held(arrived / MEGABYTE, peak() / MEGABYTE)


@contextmanager
def _traced() -> Iterator[Callable[[], int]]:
    """Within the block, what it gives tells the most bytes that were held, above its beginning."""
    tracemalloc.start()
    began = tracemalloc.get_traced_memory()[0]
    try:
        yield lambda: max(0, tracemalloc.get_traced_memory()[1] - began)
    finally:
        tracemalloc.stop()
