"""Your settings, with a layer of Ines's behind the first: it closes the site for rehearsals."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from reviews.settings import *  # type: ignore[import-not-found] # noqa: F403 # a learner's
from reviews.settings import MIDDLEWARE as THEIRS

MIDDLEWARE = [*THEIRS[:1], "ines.settings.closed", *THEIRS[1:]]


def closed(inner: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A layer that refuses all who ask with X-Rehearsal."""

    def refuses(request: HttpRequest) -> HttpResponse:
        if "X-Rehearsal" in request.headers:
            return HttpResponse("Closed for a rehearsal.", status=503)
        return inner(request)

    return refuses
