"""Somebody on the line: it passes everything on, and keeps what the client has said."""

import socket
import threading
from contextlib import suppress
from typing import Self


class Tap:
    """Stands in front of a port of this machine, for one connection."""

    def __init__(self, port: int) -> None:
        self.said = bytearray()
        """What the client has sent, as it went over the line."""
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):  # it is closed already
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _carry(self) -> None:
        with suppress(OSError):  # nobody came, or one side has gone
            client, _ = self._listener.accept()
            with client, socket.create_connection(("127.0.0.1", self._target)) as server:
                back = threading.Thread(target=_pass_on, args=(server, client))
                back.start()
                _pass_on(client, server, self.said)
                back.join()


def _pass_on(source: socket.socket, target: socket.socket, kept: bytearray | None = None) -> None:
    """Carry one way until its end, and tell the other side of it."""
    with suppress(OSError):  # one side has gone
        while data := source.recv(65_536):
            if kept is not None:
                kept += data
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
