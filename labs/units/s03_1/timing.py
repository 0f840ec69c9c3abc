"""How long a page takes over HTTP, by how far the database is away."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

import strawberry
from strawberry.asgi import GraphQL

from labs.measure import median, progress, repetitions
from labs.servers.hosting import hosted
from labs.units.s03_1.loading import context
from labs.units.s03_1.office import Office

Times = Mapping[str, Mapping[str, Sequence[float]]]
"""Milliseconds of each request, by the schema's name and by how far the database is away."""


class _Server(GraphQL[dict[str, Any], None]):
    def __init__(self, schema: strawberry.Schema, office: Office) -> None:
        super().__init__(schema, graphql_ide=None)
        self._office = office

    async def get_context(self, request: object, response: object = None) -> dict[str, Any]:
        return context(self._office)


def page_times(
    schemas: Mapping[str, strawberry.Schema], office: Office, query: str, away: Sequence[float]
) -> Times:
    """Ask for the page by each schema in turn, at each distance in milliseconds."""
    times: dict[str, dict[str, list[float]]] = {name: {} for name in schemas}
    for ms in progress(away):
        office.away_ms = ms
        for name, schema in schemas.items():
            with hosted(_Server(schema, office)) as site, site.client() as client:
                client.post("/", json={"query": query})  # the first one makes the connection
                asked = [_ms(client, query) for _ in range(repetitions(8))]
                times[name][f"{ms:g} ms away"] = asked
    office.away_ms = 0
    return times


def _ms(client: Any, query: str) -> float:  # noqa: ANN401
    began = perf_counter()
    client.post("/", json={"query": query}).raise_for_status()
    return 1_000 * (perf_counter() - began)


def status(schema: strawberry.Schema, office: Office, query: str) -> int:
    """What HTTP says of the answer."""
    with hosted(_Server(schema, office)) as site, site.client() as client:
        return client.post("/", json={"query": query}).status_code


def sooner(times: Times, away: str) -> str:
    """The schema with the lower median at this distance."""
    return min(times, key=lambda name: median(times[name][away]))
