"""MongoDB's protocol: mongod where this machine has one, else SecantusDB, which is not mongod."""

import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from labs.parts import Recipe, Wheel
from labs.servers.addresses import Borrowed
from labs.servers.container import Container
from labs.servers.mongodb_databases import MongoDatabase, connect
from labs.servers.server import LOOPBACK, Server, on_path

if TYPE_CHECKING:  # imported late: not every notebook needs the driver
    import pymongo
    import pymongo.database

_NAME = "flytower"


class MongoDB(Server):
    """An empty server of one's own, a replica set of one, so that it has transactions.

    An acknowledged write survives a kill a moment later, or at once if it was made with `j=True`.
    """

    name = "MongoDB"
    key: ClassVar[str] = "mongodb"
    recipe: ClassVar[Recipe] = Wheel()
    variable: ClassVar[str] = "MONGODB_URL"
    container: ClassVar[Container] = Container(
        "mongodb", "mongo:8", 27017, "mongodb://{}/?directConnection=true"
    )
    patience: ClassVar[float] = 30.0  # a Python program with many imports, on a busy machine
    grace: ClassVar[float] = 0.0  # its folder is thrown away

    _client: "pymongo.MongoClient[dict[str, Any]] | None" = None

    @classmethod
    def borrow(cls, address: str) -> "MongoDB":
        return _SharedMongoDB(address)

    @classmethod
    def find(cls) -> Path | None:
        if (mongod := on_path("mongod")) is not None:
            return mongod
        return Path(sys.executable) if find_spec("secantus") else None

    @classmethod
    def version(cls) -> str:
        """Such as `MongoDB 8.0.4` or `SecantusDB 0.7.0b3`; raises ServerError if there is none."""
        program = cls.program()
        if not _is_mongod(program):
            return f"SecantusDB {version('secantusdb')}"
        asked = subprocess.run([program, "--version"], capture_output=True, check=True, text=True)
        return f"MongoDB {asked.stdout.split()[2].removeprefix('v')}"  # db version v8.0.4

    def own_version(self) -> str:
        with self.client() as client:
            said = client.server_info()
        # SecantusDB says in `version` which MongoDB it is compatible with.
        other = said.get("secantusVersion")
        return f"SecantusDB {other}" if other else f"MongoDB {said['version']}"

    def prepare(self) -> None:
        (self.folder / "data").mkdir()
        (self.folder / "secantusd.toml").touch()  # or it would look for one of the user's

    def command(self) -> Sequence[str | Path]:
        program, port = self.program(), str(self.port)
        if _is_mongod(program):
            return [
                *(program, "--bind_ip", LOOPBACK, "--port", port, "--nounixsocket"),
                *("--dbpath", "data", "--wiredTigerCacheSizeGB", "0.25", "--replSet", _NAME),
            ]
        return [
            *(program, "-P", "-m", "secantus", "--config", "secantusd.toml", "--host", LOOPBACK),
            *("--port", port, "--storage-path", "data", "--cache-size", "64M"),
        ]

    def probe(self) -> None:
        with self.client(directConnection=True, serverSelectionTimeoutMS=1000) as client:
            said = client.admin.command("hello")
            if said.get("isreplicaset") and self.pid:  # our mongod, yet to be told of which set
                only = {"_id": 0, "host": f"{LOOPBACK}:{self.port}"}
                client.admin.command("replSetInitiate", {"_id": _NAME, "members": [only]})
            if not said["isWritablePrimary"]:
                raise ConnectionError("it takes no writes yet")

    @property
    def url(self) -> str:
        return f"mongodb://{LOOPBACK}:{self.port}/{_NAME}"

    def client(self, **options: Any) -> "pymongo.MongoClient[dict[str, Any]]":  # noqa: ANN401
        """A client of pymongo, with its options; a server that is down it gives up in two seconds.

        `with` closes it; `get_default_database()` is the one of `database`.
        """
        return connect(self.url, **options)

    def database(self) -> "pymongo.database.Database[dict[str, Any]]":
        """The database to work in, by a client that is closed when the server stops."""
        if self._client is None:
            self._client = self.client()
        return self._client.get_default_database()

    def stop(self) -> None:
        """Stop it and remove its folder; does nothing the second time."""
        if self._client is not None:
            self._client.close()
            self._client = None
        super().stop()


class _SharedMongoDB(Borrowed, MongoDB):
    """A database of a MongoDB that the user brought, for as long as this process lives."""

    def __init__(self, address: str) -> None:
        """Raises ServerError if `address` does not lead to a MongoDB that allows it."""
        self._database = MongoDatabase(address)
        self.ports = [self._database.port]
        self._keep()

    @property
    def url(self) -> str:
        return self._database.url

    def give_back(self) -> None:
        self._database.release()


def _is_mongod(program: Path) -> bool:
    return program.name == "mongod"
