"""A line to the desk, on which each byte is kept."""

import socket
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any, Self

SECONDS = 5
"""How long an answer is waited for: none takes so long."""

END = b"\r\n\r\n"
"""What stands between head and body."""


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    """Their names are in small letters."""
    body: bytes


class Heard(socket.socket):
    """A socket that keeps what it has received."""

    def __init__(self) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.heard = bytearray()

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        got = super().recv(size, flags)
        self.heard += got
        return got

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:  # noqa: ANN401
        count = super().recv_into(buffer, nbytes, flags)
        self.heard += memoryview(buffer)[:count]
        return count


class NoEndError(ValueError):
    """A request that no server would ever answer."""

    likely = r"each line of the head ends with \r\n, and one more \r\n ends the head."


class Line:
    """A connection that stays open for one request after another, and counts their bytes."""

    def __init__(self, port: int) -> None:
        self.sent = 0
        """Bytes sent so far."""
        self.received = 0
        """Bytes received so far."""
        self.raw = b""
        """The last answer, as it came."""
        self.answer = Answer(0, {}, b"")
        """The same, as it is understood."""
        self._socket = Heard()
        self._socket.settimeout(SECONDS)
        self._socket.connect(("127.0.0.1", port))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    @property
    def head_bytes(self) -> int:
        """The bytes of the last answer's head."""
        return self.raw.index(END) + len(END)

    @property
    def body_bytes(self) -> int:
        """The bytes that came after the last answer's head."""
        return len(self.raw) - self.head_bytes

    def exchange(self, request: bytes) -> Answer:
        """Send a request, and read its answer.

        Raises TypeError for a text, NoEndError if no blank line ends its head, TimeoutError if no
        answer comes, ConnectionError if the other side has hung up.
        """
        if not isinstance(request, bytes):
            raise TypeError("a connection carries bytes: .encode() makes them of a text")
        if END not in request:
            raise NoEndError(r"no blank line ends the head (\r\n\r\n): the server would wait on")
        self._socket.heard.clear()
        self._socket.sendall(request)
        self.sent += len(request)
        with HTTPResponse(self._socket) as response:
            response.begin()
            body = response.read()
            headers = {name.lower(): value for name, value in response.getheaders()}
        self.raw = bytes(self._socket.heard)
        self.received += len(self.raw)
        self.answer = Answer(response.status, headers, body)
        return self.answer
