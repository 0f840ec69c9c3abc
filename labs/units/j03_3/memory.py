"""What a server in this process holds in memory while an answer of it arrives."""

import socket
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import ASGIApp

from labs.servers.hosting import hosted

PIECE = 65_536
MEGABYTE = 1_000_000


@dataclass
class Trail:
    """Megabytes, at each piece of an answer that has arrived."""

    arrived: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    @property
    def peak(self) -> float:
        return max(self.held)


def trail(app: ASGIApp, path: str, *, gzip: bool = False) -> Trail:
    """Ask an app of this process for this page, and note what Python holds while it arrives."""
    accepts = "Accept-Encoding: gzip\r\n" if gzip else ""
    request = f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{accepts}\r\n"
    seen, here = Trail(), 0
    with (
        hosted(app) as site,
        traced() as held,
        socket.create_connection(("127.0.0.1", site.port)) as connection,
    ):
        connection.sendall(request.encode())
        while piece := connection.recv(PIECE):
            here += len(piece)
            del piece
            seen.arrived.append(here / MEGABYTE)
            seen.held.append(next(held) / MEGABYTE)
    return seen


@contextmanager
def traced() -> Iterator[Iterator[int]]:
    """Iterate over the most bytes that were held since the last look, above the beginning."""
    tracemalloc.start()
    began = tracemalloc.get_traced_memory()[0]

    def peaks() -> Iterator[int]:
        while True:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.reset_peak()
            yield max(0, peak - began)

    try:
        yield peaks()
    finally:
        tracemalloc.stop()
