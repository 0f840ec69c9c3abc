"""Real servers, each started with one call and gone with the kernel."""

from labs.servers.server import Server, ServerError
from labs.servers.service import Service
from labs.servers.valkey import Valkey

__all__ = ["Server", "ServerError", "Service", "Valkey"]
