"""A door on loopback: each line that comes in gets a thread of its own.

with Lines(serve, seconds=3) as lines:
    socket.create_connection(("127.0.0.1", lines.port))
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self


class Lines:
    """Listens until it is closed; calls `serve` with each line, which ends it."""

    def __init__(self, serve: Callable[[socket.socket], None], seconds: float) -> None:
        """A line on which nothing is said for so many seconds raises TimeoutError in `serve`."""
        self._serve_line, self._seconds = serve, seconds
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __len__(self) -> int:
        """How many there were."""
        return len(self._threads)

    def close(self) -> None:
        """Listen no more; may be called again."""
        with suppress(OSError):  # it is closed already
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()

    def join(self) -> None:
        """Wait until those that are open have ended."""
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:  # closed
                return
            line.settimeout(self._seconds)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._serve_line, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()
