"""An app of one's own at a real port: served by uvicorn, in a thread of this process.

    with hosted(app) as site:
        site.client().get("/shows").json()
        site.stderr                          # what its handlers raised, and where

It costs a few milliseconds where a process would take a second to import its framework, and what a
handler raises is at hand. An app that must be killed, or whose memory counts, is a program
(`labs.languages`) or a service (`labs.servers.Service`).
"""

import asyncio
import linecache
import socket
import sysconfig
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from traceback import walk_tb
from typing import Literal

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labs.servers.http_client import HttpClient
from labs.servers.server import LOOPBACK

_LIBRARIES = (*map(sysconfig.get_path, ("stdlib", "purelib")), str(Path(__file__).parents[1]))
_TICK = 0.002
_START = 20.0
_PATIENCE = 0.5
_WEBSOCKETS: Literal["websockets-sansio", "none"] = (
    "websockets-sansio" if find_spec("websockets") else "none"
)
"""A WebSocket is refused where the library that speaks it is not here."""

_GRACE = 1
"""Seconds that requests under way get to end, once it is to stop."""


class HostingError(RuntimeError):
    """An app that does not start, or whose server has ended; the text says why."""


@dataclass(frozen=True)
class Stopped:
    """How it ended."""

    code: int | None
    """0; None if a handler of it still runs, and blocks the thread."""
    left: Sequence[str] = ()
    """Nothing: a thread leaves no process."""


class InThread(ABC):
    """What serves an app in a thread of this process."""

    port: int
    _thread: threading.Thread

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def client(self) -> HttpClient:
        """A session that takes paths: `site.client().get("/shows")`."""
        return HttpClient(self.url)

    @property
    @abstractmethod
    def stderr(self) -> str:
        """What the app has raised and nobody caught, a line each, with the line that did."""

    def check(self, patience: float = 0) -> None:
        """Raise HostingError if it does not serve any longer, or ends within so many seconds."""
        self._thread.join(patience)
        if not self._thread.is_alive():
            raise HostingError(f"The app is served no longer.\n{self.stderr}".rstrip())

    def stop(self, grace: float = 2.0) -> Stopped:
        """End it, with `grace` seconds for what holds its thread."""
        self._end()
        self._thread.join(grace)
        return Stopped(None if self._thread.is_alive() else 0)

    @abstractmethod
    def _end(self) -> None:
        """Tell it to end."""


class Hosted(InThread):
    """An app that is served; `hosted` makes and ends it."""

    def __init__(self, app: ASGIApp) -> None:
        """Raises HostingError if the app says, or shows within 20 s, that it does not start."""
        self._errors: list[str] = []
        self._under_way = 0
        self._one_ended = threading.Condition()
        self._refusal = ""
        self._door = socket.create_server((LOOPBACK, 0))
        # An answer is sent in two pieces: the second would wait for a delayed ACK, 40 ms.
        self._door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = int(self._door.getsockname()[1])
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._watched(app),
                http="h11",
                ws=_WEBSOCKETS,
                loop="asyncio",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=_GRACE,
            )
        )
        self._thread = threading.Thread(target=self._serve, name="labs-hosting", daemon=True)
        self._thread.start()
        self._wait_until_it_has_started()

    @property
    def stderr(self) -> str:
        """What handlers have raised and nobody caught, a line each, with the line that did.

        A 500 may be out before its handler has ended: half a second is waited for that.
        """
        with self._one_ended:
            self._one_ended.wait_for(lambda: not self._under_way, _PATIENCE)
        return "\n".join(self._errors)

    def _end(self) -> None:
        self._server.should_exit = True

    def _serve(self) -> None:
        # By SystemExit uvicorn tells that the app has not started.
        with closing(self._door), suppress(SystemExit):
            asyncio.run(self._server.serve([self._door]))

    def _wait_until_it_has_started(self) -> None:
        end = time.monotonic() + _START
        while not self._server.started:
            if not self._thread.is_alive():
                raise HostingError(f"The app does not start.\n{self._refusal}".rstrip())
            if time.monotonic() > end:
                self.stop(0)
                raise HostingError(f"The app has not started after {_START:g} s.")
            time.sleep(_TICK)

    def _watched(self, app: ASGIApp) -> ASGIApp:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            async def told(message: Message) -> None:
                self._refusal = message.get("message", "").strip().rpartition("\n")[2]
                await send(message)

            if scope["type"] == "lifespan":
                await app(scope, receive, told)
                return
            with self._one_ended:
                self._under_way += 1
            try:
                await app(scope, receive, send)
            except Exception as error:
                self._errors.append(placed(error))
                raise
            finally:
                with self._one_ended:
                    self._under_way -= 1
                    self._one_ended.notify_all()

        return watched


@contextmanager
def hosted(app: ASGIApp) -> Iterator[Hosted]:
    """Serve an ASGI app, such as one of FastAPI, at a free port for the length of the block.

    Raises HostingError if it does not start.
    """
    site = Hosted(app)
    try:
        yield site
    finally:
        site.stop()


def placed(error: Exception) -> str:
    """`KeyError: 'seat', at: seat = body["seat"]`: with the last line that is no library's."""
    said = f"{type(error).__name__}: {error}".replace("\n", " ")
    lines = [
        linecache.getline(frame.f_code.co_filename, number, frame.f_globals).strip()
        for frame, number in walk_tb(error.__traceback__)
        if not frame.f_code.co_filename.startswith(_LIBRARIES)
    ]
    return f"{said}, at: {lines[-1]}" if any(lines) else said
