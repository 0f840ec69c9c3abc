"""A database on a MongoDB that the user brought, without touching what is theirs."""

import math
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import psutil

from labs.servers.addresses import MARK, fresh_name, reach
from labs.servers.server import ServerError

if TYPE_CHECKING:  # imported late: not every notebook needs the driver
    from pymongo import MongoClient
    from pymongo.collection import Collection

LIST = "flytower"
"""The database whose collection `databases` names those of the course, each with its kernel."""

_USUAL_PORT = 27017
_UNAUTHORIZED, _AUTHENTICATION_FAILED = 13, 18


class MongoDatabase:
    """One database, noted with the kernel that holds it: the claim ends with the kernel."""

    def __init__(self, address: str) -> None:
        """Note one down, and drop those that killed kernels of this machine left behind.

        Raises ServerError if `address` does not lead to a MongoDB that allows it.
        """
        parts, place = reach("MONGODB_URL", address, schemes=("mongodb",), usual_port=_USUAL_PORT)
        self.port = parts.port or _USUAL_PORT
        self._home = parts.geturl()
        self._name = fresh_name()
        query = dict(parse_qsl(parts.query))
        if parts.username:  # who is somebody where the path leads, or else in `admin`
            query.setdefault("authSource", parts.path.strip("/") or "admin")
        self.url = parts._replace(path=f"/{self._name}", query=urlencode(query)).geturl()
        with _explained(place), connect(self.url) as client:
            _drop_what_was_left_behind(client)
            _list(client).insert_one({"_id": self._name, "for": MARK, **_this_kernel()})
            client[self._name].command("dbStats")

    def release(self) -> None:
        """Drop it."""
        from pymongo.errors import PyMongoError

        with suppress(PyMongoError), connect(self.url) as client:
            _drop(client, self._name)


def connect(url: str, **options: Any) -> "MongoClient[dict[str, Any]]":  # noqa: ANN401 - pymongo's
    """A client of pymongo, with its options; it gives up after two seconds, not after 30."""
    from pymongo import MongoClient

    patience = {"serverSelectionTimeoutMS": 2000, "connectTimeoutMS": 2000}
    return MongoClient(url, **{**patience, **options})


def _list(client: "MongoClient[dict[str, Any]]") -> "Collection[dict[str, Any]]":
    return client[LIST]["databases"]


def _drop(client: "MongoClient[dict[str, Any]]", name: str) -> None:
    client.drop_database(name)
    _list(client).delete_one({"_id": name})


def _drop_what_was_left_behind(client: "MongoClient[dict[str, Any]]") -> None:
    for note in _list(client).find({"for": MARK, "host": socket.gethostname()}):
        if not _lives(note):
            _drop(client, note["_id"])


def _this_kernel() -> Mapping[str, Any]:
    return {
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "born": psutil.Process().create_time(),
    }


def _lives(kernel: Mapping[str, Any]) -> bool:
    """Whether that process of this machine lives, and not a later one with its number."""
    try:
        born = psutil.Process(kernel["pid"]).create_time()
    except psutil.NoSuchProcess:
        return False
    return math.isclose(born, kernel["born"], abs_tol=1)


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Say what an error of the server at `place` means."""
    from pymongo.errors import OperationFailure, PyMongoError

    unset = "unset MONGODB_URL and a server is started here."
    try:
        yield
    except OperationFailure as error:
        if error.code == _AUTHENTICATION_FAILED:
            why, advice = "which refuses this user and password", _WRITE
        elif error.code == _UNAUTHORIZED:
            why = "whose user may make no database"
            advice = "give that user the role readWriteAnyDatabase"
        else:
            why, advice = f"which does not do what MongoDB does: {error}", "correct MONGODB_URL"
        raise ServerError(
            f"MONGODB_URL leads to {place}, {why}.\nWhat to do: {advice}, or {unset}"
        ) from None
    except PyMongoError as error:
        raise ServerError(
            f"MONGODB_URL leads to {place}, which does not answer as MongoDB should: {error}\n"
            f"What to do: {_WRITE}, or {unset}"
        ) from None


_WRITE = "write it as mongodb://user:password@host:port"
