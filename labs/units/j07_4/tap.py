"""A tap on a line: it hands on all bytes, both ways, and keeps what crossed it, piece by piece."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from queue import SimpleQueue

from labs.units.j07_4.messages import Piece

LOOPBACK = "127.0.0.1"


@dataclass
class Talk:
    """One request and its answer, as the tap on their line has told them apart."""

    server: str
    began: float
    """When the request set out, in seconds since any one moment."""
    ended: float = 0
    """When the last of the answer was there."""
    request: bytes = b""
    answer: bytes = b""

    @property
    def line(self) -> str:
        """Such as `GET /performances`."""
        return self.request.partition(b" HTTP/")[0].decode("latin-1")

    @property
    def status(self) -> str:
        """Such as `200`; empty if there was no answer."""
        return self.answer[9:12].decode("latin-1")


class Log:
    """What all taps of one stage have heard, in the order in which it set out."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._pieces: list[Piece] = []
            self._talks: list[Talk] = []
            self._last: dict[int, Talk] = {}

    def keep(self, piece: Piece) -> None:
        with self._lock:
            self._pieces.append(piece)
            talk = self._last.get(piece.connection)
            if talk is None or (piece.sent and talk.answer):
                talk = self._last[piece.connection] = Talk(piece.server, time.monotonic())
                self._talks.append(talk)
            if piece.sent:
                talk.request += piece.data
            else:
                talk.answer += piece.data
            talk.ended = time.monotonic()

    def pieces(self) -> list[Piece]:
        with self._lock:
            return list(self._pieces)

    def talks(self) -> list[Talk]:
        with self._lock:
            return list(self._talks)


class Tap:
    """Stands at an address of its own in front of the server that is called `name`."""

    def __init__(self, name: str, log: Log, delay_ms: float = 0) -> None:
        """`delay_ms` is how long each piece is under way."""
        self.name = name
        self.target = 0
        """The port to which it hands on; set it before anybody calls."""
        self._log, self._delay = log, delay_ms / 1_000
        self._door = socket.create_server((LOOPBACK, 0))
        self.url = f"http://{LOOPBACK}:{self._door.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._serve, daemon=True, name="j07_4-tap").start()

    def stop(self) -> None:
        """Close the door and all lines; may be called again."""
        for each in (self._door, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _serve(self) -> None:
        with suppress(OSError):  # the door is closed
            while True:
                caller, _ = self._door.accept()
                server = socket.create_connection((LOOPBACK, self.target))
                for each in (caller, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open |= {caller, server}
                number = next(self._log.numbers)
                for sent, ends in ((True, (caller, server)), (False, (server, caller))):
                    arguments = (number, sent, *ends)
                    threading.Thread(target=self._hand_on, args=arguments, daemon=True).start()

    def _hand_on(self, number: int, sent: bool, begin: socket.socket, end: socket.socket) -> None:
        under_way: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
        arguments = (under_way, number, sent, end)
        threading.Thread(target=self._arrive, args=arguments, daemon=True).start()
        data = b"-"
        while data:
            try:
                data = begin.recv(65_536)
            except OSError:
                data = b""
            if sent and data:  # it sets out at the page, which is on this side
                self._log.keep(Piece(number, self.name, sent, data))
            under_way.put((time.monotonic() + self._delay, data))

    def _arrive(
        self,
        under_way: "SimpleQueue[tuple[float, bytes]]",
        number: int,
        sent: bool,
        end: socket.socket,
    ) -> None:
        """Each piece when it is due, so that two of them, one after another, wait but once."""
        with suppress(OSError):
            while True:
                due, data = under_way.get()
                time.sleep(max(0, due - time.monotonic()))
                if not data:
                    return end.shutdown(socket.SHUT_WR)
                if not sent:
                    self._log.keep(Piece(number, self.name, sent, data))
                end.sendall(data)
