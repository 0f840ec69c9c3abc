"""Two servers in a row on loopback: a front that passes requests on, and a back that does them."""

import socket
import threading
from contextlib import suppress
from typing import Self

from labs.units.s12_1.messages import Refused, written
from labs.units.s12_1.seen import END, EndOf

SECONDS = 3


class TwoHops:
    """Each hop finds the ends of requests in its own way. All visitors share one line to the back.

    The front takes one request of each visitor, and gives back the first answer that comes.
    """

    def __init__(self, front: EndOf, back: EndOf) -> None:
        self.passed_on: list[str] = []
        """The first line of each request, as the front has it."""
        self.done: list[str] = []
        """What the back has carried out: its first line, and whose key stood there."""
        self._front, self._back = front, back
        near, far = socket.socketpair()
        self._to_back = near
        near.settimeout(SECONDS)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._threads = [
            threading.Thread(target=self._serve_front, daemon=True),
            threading.Thread(target=self._serve_back, args=(far,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._to_back.close()
        for thread in self._threads:
            thread.join()

    def ask(self, request: bytes) -> bytes:
        """What a visitor with this request is answered."""
        with socket.create_connection(self._door.getsockname(), timeout=SECONDS) as line:
            line.sendall(request)
            return _all_of(line)

    def _serve_front(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:  # closed
                return
            line.settimeout(SECONDS)
            with suppress(OSError), line:
                line.sendall(self._passed_on(line))

    def _passed_on(self, line: socket.socket) -> bytes:
        have = b""
        try:
            while END not in have or (end := self._front(have)) > len(have):
                have += line.recv(65_536)
        except Refused as refusal:
            self.passed_on.append(f"refused: {refusal}")
            return written(refusal.status, b"", last=True)
        self.passed_on.append(have.partition(b"\r\n")[0].decode("latin-1"))
        self._to_back.sendall(have[:end])
        return self._to_back.recv(65_536)

    def _serve_back(self, line: socket.socket) -> None:
        have = b""
        with line:
            while piece := line.recv(65_536):
                have += piece
                answers = b""
                while END in have and (end := self._back(have)) <= len(have):
                    answers += self._carried_out(have[:end])
                    have = have[end:]
                line.sendall(answers)

    def _carried_out(self, request: bytes) -> bytes:
        first, *fields = request.partition(END)[0].decode("latin-1").split("\r\n")
        keys = [field.partition(": ")[2] for field in fields if field.startswith("Key: ")]
        self.done.append(f"{first.rpartition(' ')[0]} for {keys[0] if keys else 'nobody'}")
        return written(200, self.done[-1].encode(), last=False)


def _all_of(line: socket.socket) -> bytes:
    answer = b""
    while piece := line.recv(65_536):
        answer += piece
    return answer
