"""Your settings, with a layer of Ines's behind the first: it closes the site for rehearsals."""

from collections.abc import Callable

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from reviews.settings import *  # type: ignore[import-not-found] # noqa: F403 # a learner's
from reviews.settings import MIDDLEWARE as THEIRS

MIDDLEWARE = [*THEIRS[:1], "ines.settings.closed", *THEIRS[1:]]
BODY = "Closed."


def closed(inner: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A layer that answers who asks with X-Rehearsal: 503, and an Accept, so and of this type.

    X-Behind says which layer is the first, X-Turn how often this one was asked for one request,
    X-Logged whether Django took an error for nobody's, and logs it.
    """

    def refuses(request: HttpRequest) -> HttpResponse:
        request.turns = getattr(request, "turns", 0) + 1
        if status := request.headers.get("X-Rehearsal"):
            kind = request.headers["Accept"]
            response = HttpResponse(BODY, status=int(status), content_type=kind)
            response["Content-Length"] = len(BODY)  # as CommonMiddleware sets it
            response["Retry-After"] = "60"
            response.set_cookie("closed", "1")
        else:
            response = inner(request)
        response["X-Behind"], response["X-Turn"] = THEIRS[0], request.turns
        response["X-Logged"] = getattr(request, "logged", "no")
        return response

    return refuses


def mark(request: HttpRequest, **_: object) -> None:
    """What Django sends beside its line in the log."""
    request.logged = "yes"


got_request_exception.connect(mark)
