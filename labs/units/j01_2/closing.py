"""Clients of a service that is asked to end: one that stays, one that is silent, one half-way."""

import json
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import NamedTuple

from labs.servers.server import LOOPBACK

SECONDS = 5.0
"""What a client waits for an answer."""

DOOR = 1.0
"""How long a client that is half-way waits for the service to let nobody else in."""

_PAUSE = 0.01


class Said(NamedTuple):
    """What came back: no status if it was no answer."""

    status: int | None
    body: str


class Halfway(AbstractContextManager["Halfway"]):
    """A client that has sent half of its cart, of which the service has got the head."""

    def __init__(self, port: int, cart: Mapping[str, object]) -> None:
        body = json.dumps(cart).encode()
        self._port = port
        self._rest = body[len(body) // 2 :]
        self._socket = socket.create_connection((LOOPBACK, port), SECONDS)
        head = (
            f"POST /quotes HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
        )
        self._socket.sendall(head.encode())
        with suppress(OSError):  # what there is to say of it is said at the answer
            self._socket.recv(1_024)  # "100 Continue"
            self._socket.sendall(body[: len(body) // 2])

    def finish(self) -> Said:
        """Send the rest, and read the answer."""
        try:
            self._socket.sendall(self._rest)
            response = HTTPResponse(self._socket, method="POST")
            response.begin()
            return Said(response.status, response.read().decode("utf-8", "replace"))
        except (OSError, HTTPException) as error:
            return Said(None, f"a broken connection: {error or type(error).__name__}")

    def waits_for_the_door(self) -> bool:
        """Whether the service lets nobody else in, before it has had the time for that."""
        deadline = time.monotonic() + DOOR
        while time.monotonic() < deadline:
            try:
                socket.create_connection((LOOPBACK, self._port), SECONDS).close()
            except OSError:
                return True
            time.sleep(_PAUSE)
        return False

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def stays(port: int) -> HTTPConnection:
    """A client that has its answer, and keeps the connection for its next question."""
    client = HTTPConnection(LOOPBACK, port, timeout=SECONDS)
    client.request("GET", "/healthz")
    client.getresponse().read()
    return client


def silent(port: int) -> socket.socket:
    """A client that has opened a connection, and asked nothing yet, as browsers do ahead."""
    return socket.create_connection((LOOPBACK, port), SECONDS)


class Finishing(threading.Thread):
    """Has a client finish while its service is being stopped, once nobody else is let in."""

    def __init__(self, client: Halfway) -> None:
        super().__init__(daemon=True)
        self._client = client
        self.closed = False
        """Whether the door was closed in time."""
        self.said = Said(None, "")
        self.start()

    def run(self) -> None:
        self.closed = self._client.waits_for_the_door()
        self.said = self._client.finish()
