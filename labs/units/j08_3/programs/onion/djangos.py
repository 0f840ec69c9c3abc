"""Django under 0, 1, 5 and 20 layers; served by the server of its own `runserver`."""

import logging
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIServer, run
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def layer(inner: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Counts itself."""

    def counted(request: HttpRequest) -> HttpResponse:
        request.layers = getattr(request, "layers", 0) + 1
        return inner(request)

    return counted


def answer(request: HttpRequest, _: int) -> HttpResponse:
    """How many layers there were."""
    return JsonResponse({"layers": getattr(request, "layers", 0)})


urlpatterns = [path("<int:_>", answer)]
settings.configure(ROOT_URLCONF="__main__", ALLOWED_HOSTS=["127.0.0.1"])
django.setup()


def wrapped(layers: int) -> "WSGIApplication":
    """A project under so many."""
    settings.MIDDLEWARE = ["__main__.layer"] * layers
    handler: WSGIApplication = WSGIHandler()
    return handler


apps = {f"/{layers}": wrapped(layers) for layers in (0, 1, 5, 20)}


def chosen(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """The path says under how many."""
    return apps[environ["PATH_INFO"]](environ, start)


class Server(WSGIServer):  # type: ignore[misc] # Django has no types
    """Eleven callers at once would be one too many for its own queue, and wait for a second."""

    request_queue_size = 128


logging.getLogger("django.server").disabled = True
run("127.0.0.1", int(os.environ["PORT"]), chosen, threading=True, server_cls=Server)
