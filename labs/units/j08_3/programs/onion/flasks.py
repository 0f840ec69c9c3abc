"""Flask under 0, 1, 5 and 20 layers; served by werkzeug."""

import logging
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.serving import run_simple

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def layer(inner: "WSGIApplication") -> "WSGIApplication":
    """Counts itself."""

    def counted(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        environ["layers"] = environ.get("layers", 0) + 1
        return inner(environ, start)

    return counted


def wrapped(layers: int) -> "WSGIApplication":
    """An app under so many."""
    app = Flask("onion")

    @app.get(f"/{layers}")
    def answer() -> dict[str, int]:
        return {"layers": request.environ.get("layers", 0)}

    inner: WSGIApplication = app.wsgi_app
    for _ in range(layers):
        inner = layer(inner)
    return inner


apps = {f"/{layers}": wrapped(layers) for layers in (0, 1, 5, 20)}


def chosen(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """The path says under how many."""
    return apps[environ["PATH_INFO"]](environ, start)


logging.getLogger("werkzeug").disabled = True
run_simple("127.0.0.1", int(os.environ["PORT"]), chosen, threaded=True)
