"""Reviews in Django, without a project's files: its settings are made here, its layers given.

A process has one Django; so has this module, and the last app that was made is the one that works.
"""

import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from types import ModuleType

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.test.utils import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from labs.servers.hosting import placed
from labs.units.j08_4.bare import LARGEST, SHOWS
from labs.units.j08_4.failures import FAILURES

_LAYERS = ModuleType("flytower_layers")
"""Where Django finds the layers: it imports them by name."""

_numbers = count()
ran: list[tuple[str, str, object]] = []
"""Which views have run since the last app was made: method, path and `request.caller`."""

raised: list[str] = []
"""What its layers and views have raised, a line each."""


def _reviews(request: HttpRequest, show: int) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    _came(request)
    if show not in SHOWS:
        raise Http404("There is no such show.")
    if request.method == "POST":
        made = {"id": len(ran), "show": show, **json.loads(request.body)}
        return JsonResponse(made, status=201)
    if request.method in ("GET", "HEAD"):
        return JsonResponse([], safe=False)
    return HttpResponseNotAllowed(["GET", "HEAD", "POST"])


def _drill(request: HttpRequest, number: int) -> HttpResponse:
    _came(request)
    FAILURES[number].happen()
    return HttpResponse()


def _came(request: HttpRequest) -> None:
    ran.append((str(request.method), request.path, getattr(request, "caller", None)))


urlpatterns = [
    path("shows/<int:show>/reviews", csrf_exempt(_reviews)),
    path("drill/<int:number>", csrf_exempt(_drill)),
]


def new_django(
    layers: Sequence[type], keys: Mapping[str, str], write: Callable[[str], object]
) -> WSGIHandler:
    """An app with these layers, the outermost first, and settings KEYS and WRITE."""
    ran.clear()
    raised.clear()
    names = []
    for layer in layers:
        names.append(f"Layer{next(_numbers)}")
        setattr(_LAYERS, names[-1], layer)
    settings.KEYS, settings.WRITE = keys, write
    with override_settings(MIDDLEWARE=[f"{_LAYERS.__name__}.{name}" for name in names]):
        return WSGIHandler()


def _configure() -> None:
    if settings.configured:
        return
    sys.modules[_LAYERS.__name__] = _LAYERS
    settings.configure(
        DEBUG=False,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        LOGGING_CONFIG=None,
        DATA_UPLOAD_MAX_MEMORY_SIZE=LARGEST,
    )
    quiet = logging.getLogger("django")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    got_request_exception.connect(_noted)


def _noted(**_: object) -> None:
    error = sys.exception()
    if isinstance(error, Exception) and not placed(error).endswith("self.get_response(request)"):
        raised.append(f"it raised {placed(error)}")


_configure()
