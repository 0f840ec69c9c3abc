"""Real servers, each started with one call and gone with the kernel.

A class in a file of its own is known by being there; it is imported when it is asked for.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from labs.parts.declared import declared, declared_as
from labs.servers.server import Server as Server
from labs.servers.server import ServerError as ServerError

if TYPE_CHECKING:  # for editors and type checkers, which do not look into folders
    from labs.servers.bind import Bind as Bind
    from labs.servers.mariadb import MariaDB as MariaDB
    from labs.servers.mongodb import MongoDB as MongoDB
    from labs.servers.nginx import Nginx as Nginx
    from labs.servers.postgres import Postgres as Postgres
    from labs.servers.service import Service as Service
    from labs.servers.valkey import Valkey as Valkey


def server_kinds() -> Iterator[type[Server]]:
    """The classes of servers that notebooks can import."""
    return declared(__name__, __path__, Server)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    if name == "__all__":
        return ["Server", "ServerError", *(kind.__name__ for kind in server_kinds())]
    if kind := declared_as(__name__, name, Server):
        return kind
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__getattr__("__all__")]
