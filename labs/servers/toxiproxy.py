"""Toxiproxy: proxies between a program and its server, whose network goes wrong when told to."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from labs.parts import Go
from labs.servers.http_client import HttpClient
from labs.servers.server import LOOPBACK, Server, on_path


class Toxiproxy(Server):
    """A Toxiproxy of one's own, without proxies; `client()` speaks to its HTTP API.

    `POST /proxies` makes one, `POST /proxies/<name>/toxics` adds latency, a reset or a time-out.
    """

    key: ClassVar[str] = "toxiproxy"
    name = "Toxiproxy"
    recipe: ClassVar[Go] = Go(
        folder=Path(__file__).with_name("toxiproxy"),
        package="github.com/Shopify/toxiproxy/v2/cmd/server",
        program="toxiproxy-server",
        size="15 MB to fetch, 11 MB on disk, half a minute",
    )

    @classmethod
    def find(cls) -> Path | None:
        return on_path("toxiproxy-server") or cls.recipe.found()

    @classmethod
    def version(cls) -> str:
        """Such as `2.5.0`; of one on PATH it is not known."""
        return cls.recipe.module_version() if cls.find() == cls.recipe.found() else ""

    def command(self) -> Sequence[str | Path]:
        return [self.program(), "-host", LOOPBACK, "-port", str(self.port)]

    def probe(self) -> None:
        with self.client() as client:
            client.get("/version", timeout=1).raise_for_status()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def client(self) -> HttpClient:
        """A session that takes paths: `client().get("/proxies")`."""
        return HttpClient(self.url)
