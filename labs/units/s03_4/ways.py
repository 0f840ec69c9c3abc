"""The same seats as JSON over HTTP and as protobuf over gRPC: bytes, and times."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import grpc

from labs.measure import Run, repetitions, side_by_side
from labs.servers.service import Service
from labs.units.s03_4.protos import Generated
from labs.units.s03_4.stage import stub_of

_CALLS = 300


@dataclass(frozen=True)
class Way:
    """A row of the table: one way to send the seats."""

    name: str
    plain_bytes: int
    gzip_bytes: int
    p50_ms: float
    p99_ms: float
    in_browsers: bool
    """Whether a page in a browser can call it as it is."""


@dataclass(frozen=True)
class Profile:
    """How somebody calls."""

    name: str
    in_browser: bool
    unzips: bool
    """Whether the caller takes gzip."""
    bytes_per_ms: float
    """What the caller's line carries."""
    percentile: int
    """50: the usual call counts; 99: the slow one does."""


def measured(pricing: Service, made: Generated, count: int) -> tuple[list[Way], Mapping[str, Run]]:
    """Ask for the seats in both ways, turn by turn."""
    address = pricing.client().get("/grpc").json()["address"]
    with pricing.client() as http, grpc.insecure_channel(address) as channel:
        stub, asked = stub_of(made, channel), made.pb2.SeatsRequest(count=count)
        calls = {
            "JSON over HTTP": lambda _: http.get(f"/seats?count={count}").json(),
            "protobuf over gRPC": lambda _: stub.Seats(asked, timeout=30),
        }
        bodies = {
            "JSON over HTTP": http.get(f"/seats?count={count}").content,
            "protobuf over gRPC": stub.Seats(asked, timeout=30).SerializeToString(),
        }
        few = repetitions(_CALLS) == 1
        runs = side_by_side(calls, range(20 if few else _CALLS), "calls of each")
    return [_way(name, bodies[name], run) for name, run in runs.items()], runs


def _way(name: str, body: bytes, run: Run) -> Way:
    zipped = len(gzip.compress(body, mtime=0))
    p50, p99 = round(run.median, 2), round(run.p99, 2)
    return Way(name, len(body), zipped, p50, p99, in_browsers=name.startswith("JSON"))


def table(ways: Sequence[Way]) -> str:
    """The rows, for people."""
    head = f"{'':20}{'plain':>8}{'gzip':>8}{'p50':>10}{'p99':>10}"
    rows = (
        f"{way.name:20}{way.plain_bytes:>8,}{way.gzip_bytes:>8,}{way.p50_ms:>7.2f} ms"
        f"{way.p99_ms:>7.2f} ms"
        for way in ways
    )
    return "\n".join((head, *rows))
