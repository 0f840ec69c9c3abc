"""An app of Flask, or any other of WSGI, at a real port: served by werkzeug, in threads.

    with hosted_wsgi(app) as site:
        site.client().get("/shows").json()
        site.stderr                          # what its handlers raised, and where

`labs.servers.hosting` does the same for ASGI. Each request has a thread and a connection of its
own; HTTP/1.1, so that a body of unknown length is sent in chunks.
"""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask, got_request_exception
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from labs.servers.hosting import InThread, placed
from labs.servers.server import LOOPBACK

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_POLL = 0.01
"""Seconds between two looks at whether it is to stop."""


class HostedWSGI(InThread):
    """An app that is served; `hosted_wsgi` makes and ends it."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._logged, self._errors = io.StringIO(), list[str]()
        if isinstance(app, Flask):  # it raises nothing itself
            got_request_exception.connect(self._told_by_flask, app)
        self._server = _QuietServer(LOOPBACK, 0, self._watched(app), _QuietHandler)
        self.port = self._server.port
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": _POLL},
            name="labs-hosting-wsgi",
            daemon=True,
        )
        self._thread.start()

    @property
    def stderr(self) -> str:
        """What the app has logged, as Flask does with tracebacks; then what it has raised and
        nobody caught, a line each, with the line that did."""
        return self._logged.getvalue() + "\n".join(self._errors)

    def _end(self) -> None:
        self._server.shutdown()  # requests under way are left to their threads

    def _watched(self, app: "WSGIApplication") -> "WSGIApplication":
        def watched(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            environ["wsgi.errors"] = self._logged
            try:
                return _Parts(app(environ, start), self._tell)
            except Exception as error:
                self._tell(error)
                raise

        return watched

    def _tell(self, error: Exception) -> None:
        self._errors.append(placed(error))

    def _told_by_flask(self, _: Flask, exception: Exception, **__: object) -> None:
        self._tell(exception)


class _Parts:
    """The body of an answer, which may raise as it is made."""

    def __init__(self, parts: Iterable[bytes], tell: Callable[[Exception], object]) -> None:
        self._parts, self._tell = parts, tell

    def __iter__(self) -> Iterator[bytes]:
        try:
            # By `yield from` an answer whose caller has gone would be closed twice.
            for part in self._parts:  # noqa: UP028
                yield part
        except Exception as error:
            self._tell(error)
            raise

    def close(self) -> None:
        """WSGI: called when the answer is over, however that came."""
        try:
            if close := getattr(self._parts, "close", None):
                close()
        except Exception as error:
            self._tell(error)
            raise


class _QuietHandler(WSGIRequestHandler):
    """Prints nobody who comes: that is a lesson's own to log."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer is sent in two pieces, as in `hosting`

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


class _QuietServer(ThreadedWSGIServer):
    """Prints no traceback: `stderr` tells it."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def hosted_wsgi(app: "WSGIApplication") -> Iterator[HostedWSGI]:
    """Serve an app of WSGI, such as one of Flask, at a free port for the length of the block."""
    site = HostedWSGI(app)
    try:
        yield site
    finally:
        site.stop()
