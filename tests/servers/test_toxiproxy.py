"""Toxiproxy stands between a program and its server, and spoils the network when told to."""

import socket
import time

from labs.servers import Toxiproxy, Valkey
from labs.servers.server import free_ports


def test_it_passes_on_what_is_said_and_delays_it_when_told_to() -> None:
    (port,) = free_ports(1)
    with Toxiproxy.start() as network, Valkey.start(own=True) as cache, network.client() as client:
        assert client.get("/proxies").json() == {}
        between = {
            "name": "cache",
            "listen": f"127.0.0.1:{port}",
            "upstream": f"127.0.0.1:{cache.port}",
        }
        client.post("/proxies", json=between).raise_for_status()
        assert ping(port) < 0.25
        slow = {"type": "latency", "attributes": {"latency": 300}}
        client.post("/proxies/cache/toxics", json=slow).raise_for_status()
        assert ping(port) >= 0.3


def ping(port: int) -> float:
    """Seconds until Valkey answers at this port."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        began = time.monotonic()
        connection.sendall(b"PING\r\n")
        assert connection.recv(16) == b"+PONG\r\n"
        return time.monotonic() - began


def test_its_version_is_that_of_its_module() -> None:
    if Toxiproxy.find() == Toxiproxy.recipe.found():
        assert Toxiproxy.version() == "2.5.0"
