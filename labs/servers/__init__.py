"""Real servers, each started with one call and gone with the kernel."""

from labs.servers.mariadb import MariaDB
from labs.servers.mongodb import MongoDB
from labs.servers.postgres import Postgres
from labs.servers.server import Server, ServerError
from labs.servers.service import Service
from labs.servers.valkey import Valkey

__all__ = ["MariaDB", "MongoDB", "Postgres", "Server", "ServerError", "Service", "Valkey"]
