"""Programs that ask a learner's programs, and readers who take their time."""

import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from labs.judges import Judge
from labs.languages import Node, programs
from labs.languages.served import Served
from labs.servers import Service
from labs.units.s01_1.causes import of_asking
from labs.units.s01_1.seatmaps import BESIDE, give, source

Report = dict[str, Any]

SECONDS = 5.0
"""Until what must happen has happened."""

_PAUSE = 0.03

_SOME = 40
"""Bytes of a body in which its first row begins."""


@cache
def partner() -> Service:
    """A partner of the checks' own, for as long as this process lives: it refuses nobody."""
    return Service.start("partner", PARTNER_DELAY_MS="5", PARTNER_AT_ONCE="1000")


def ask(judge: Judge, asking: str, answer: str, given: object) -> Report:
    """What the room's program `asking` prints of the learner's program `answer`."""
    if answer not in programs.written():
        Node.run(answer)  # says that its cell was not run
    for name in (asking, "told_worker.mjs", "watch_free.mjs"):
        give(name)
    Node.look_for_stub(answer)
    with judge.calling(f"{answer}, in a program that asks it", likely=of_asking):
        report: Report = Node.run(asking, stdin=json.dumps(given)).json()
    return report


def serve(rows: str = "rows.mjs", partner_url: str = "", held: int = 0) -> Served:
    """The learner's repaired.mjs; `rows` stands in for rows.mjs, watched_crew.mjs for crew.mjs.

    The crew keeps its answer for the hall `held` until it is asked again.
    """
    for name in BESIDE:
        give(name)
    programs.write("real_crew.mjs", source("crew.mjs"))
    with _stands_in("rows.mjs", rows), _stands_in("crew.mjs", "watched_crew.mjs"):
        env = {"PARTNER": partner_url or partner().url, "HELD": held}
        return Node.serve("repaired.mjs", env=env)


def answer_of(service: Served, path: str) -> object:
    """The JSON of its answer, or in words why there was none."""
    with httpx.Client(base_url=service.url, trust_env=False) as client:
        try:
            return client.get(path, timeout=SECONDS).json()
        except (httpx.HTTPError, ValueError) as error:
            return f"none: {error}"


def crew_lines(service: Served, said: str) -> int:
    """How often watched_crew.mjs has told this: all of it once the service has stopped."""
    return sum(line.endswith(said) for line in service.stdout.splitlines())


def await_crew(service: Served, said: str) -> None:
    """Returns once watched_crew.mjs has told this, or must have."""
    deadline = time.monotonic() + SECONDS
    while not crew_lines(service, said) and time.monotonic() < deadline:
        time.sleep(_PAUSE)


@contextmanager
def _stands_in(name: str, other: str) -> Iterator[None]:
    kept = programs.written()[name]
    if other != name:
        programs.write(name, programs.written()[give(other)])
    try:
        yield
    finally:
        programs.write(name, kept.removeprefix("\n"))


class SlowPartner(ThreadingHTTPServer):
    """A partner that answers a while after it was asked: 50 seats are left, wherever."""

    LEFT = 50
    _AFTER = 0.3

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SlowAnswer)
        self.is_asked = threading.Event()
        threading.Thread(target=self.serve_forever, args=[_PAUSE], daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def answer(self) -> bytes:
        """What it says, when it does."""
        self.is_asked.set()
        time.sleep(self._AFTER)
        return json.dumps({"seats_left": self.LEFT}).encode()


class _SlowAnswer(BaseHTTPRequestHandler):
    server: SlowPartner

    def do_GET(self) -> None:
        body = self.server.answer()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Reader:
    """A customer who asks for all rows, and reads as slowly as it likes."""

    def __init__(self, service: Served, path: str = "/halls/7/rows", version: str = "1.0") -> None:
        self._socket = socket.create_connection(("127.0.0.1", service.port), SECONDS)
        head = f"GET {path} HTTP/{version}\r\nHost: seatmap\r\nConnection: close\r\n\r\n"
        self._socket.sendall(head.encode())
        self.read = b""

    @staticmethod
    def idle(service: Served) -> socket.socket:
        """A customer who has connected, and says nothing."""
        return socket.create_connection(("127.0.0.1", service.port), SECONDS)

    def first(self) -> bytes:
        """What has come when the head and some of the body have; empty if nothing comes."""
        while len(self.read.partition(b"\r\n\r\n")[2]) < _SOME:
            piece = self._socket.recv(1_000)
            if not piece:
                break
            self.read += piece
        return self.read

    @property
    def piece(self) -> int:
        """Bytes in the first piece of an HTTP/1.1 body that is sent in pieces; 0 of another."""
        told = self.read.partition(b"\r\n\r\n")[2].partition(b"\r\n")[0]
        return int(told, 16) if re.fullmatch(b"[0-9a-f]+", told) else 0

    def rest(self) -> bytes:
        """The body, to its end."""
        pieces = [self.read]
        while piece := self._socket.recv(1 << 20):
            pieces.append(piece)
        self.read = b"".join(pieces)
        return self.read.partition(b"\r\n\r\n")[2]

    def close(self) -> None:
        self._socket.close()


def settled(service: Served) -> int:
    """How many rows many_rows.mjs was asked for, once it is asked for no more."""
    deadline, before, now = time.monotonic() + SECONDS, -1, 0
    while before != now and time.monotonic() < deadline:
        before = now
        time.sleep(5 * _PAUSE)
        printed = service.stdout.count("\n")
        os.kill(service.pid, signal.SIGUSR2)
        while service.stdout.count("\n") == printed and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        now = _last(service, "asked ")
    return now


def ended(service: Served) -> bool:
    """Whether the rows of many_rows.mjs are ended, now or soon."""
    deadline = time.monotonic() + SECONDS / 2
    while "ended" not in service.stdout and time.monotonic() < deadline:
        time.sleep(_PAUSE)
    return "ended" in service.stdout


def _last(service: Served, begins: str) -> int:
    numbers = [
        int(line.removeprefix(begins))
        for line in service.stdout.splitlines()
        if line.startswith(begins)
    ]
    return numbers[-1] if numbers else 0
