"""A connection whose other end sends what the check says, cut where the check says.

It is TCP on loopback. A piece is sent when the reader has read all before it and asks for more,
so that no two are ever received as one, and nothing depends on time.
"""

import socket
from collections import deque
from collections.abc import Iterable
from typing import Any, Self

from labs.units.j07_1.line import Heard

ENDLESS = 3
"""So often the end may be read; who goes on then would go on for ever."""


PATIENCE = 1
"""A reader that waits for fewer seconds than these has waited too little: the line pauses."""


class ReadsOnError(Exception):
    """The reader asks for more although all has come: it would wait, or turn, for ever."""


class Wire(Heard):
    """The client's end. `says` lays out the next answer."""

    def __init__(self) -> None:
        super().__init__()
        self._server = socket.socket()
        self.says(())

    @classmethod
    def connected(cls) -> Self:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            wire = cls()
            wire.connect(listener.getsockname())
            wire._server.close()
            wire._server, _ = listener.accept()
        wire._server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return wire

    def says(self, pieces: Iterable[bytes], *, hangs_up: bool = False) -> None:
        """What the other end sends next, piece by piece; then it hangs up, or is silent."""
        self._pieces, self._hangs_up = deque(filter(None, pieces)), hangs_up
        self._unread = self._ends = 0
        self.read_on = False
        """Whether more was asked for when all had come."""
        self.gave_up = False
        """Whether the reader had no patience for the line's next pause."""

    @property
    def left(self) -> int:
        """Bytes of the answer that nobody has read."""
        return self._unread + sum(map(len, self._pieces))

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        self._sent_first()
        got = super().recv(size, flags)
        self._unread -= len(got)
        return got

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:  # noqa: ANN401
        self._sent_first()
        count = super().recv_into(buffer, nbytes, flags)
        self._unread -= count
        return count

    def close(self) -> None:
        self._server.close()
        super().close()

    def _sent_first(self) -> None:
        if self._unread:
            return
        if self._pieces:
            if (patience := self.gettimeout()) is not None and patience < PATIENCE:
                self.gave_up = True
                raise TimeoutError("timed out")
            piece = self._pieces.popleft()
            self._server.sendall(piece)
            self._unread = len(piece)
            return
        self._ends += 1
        if not self._hangs_up or self._ends > ENDLESS:
            self.read_on = True
            raise ReadsOnError("nothing more will come")
        self._server.close()
