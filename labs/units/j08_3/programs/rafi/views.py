"""Rafi's views, as classes: a method for each method."""

import json
from collections.abc import Callable

from bodies import Refused, review_in  # type: ignore[import-not-found] # it lies beside at a run
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .models import SHOWS, Review

_PROBLEM = "application/problem+json"
_api = method_decorator(csrf_exempt, name="dispatch")


@_api
class Lives(View):  # type: ignore[misc] # Django has no types
    """Whether the service lives."""

    def get(self, _: HttpRequest) -> HttpResponse:
        return JsonResponse({"status": "ok"})


@_api
class OfShow(View):  # type: ignore[misc]
    """The reviews of a show."""

    def dispatch(self, request: HttpRequest, show: int) -> HttpResponse:
        if show not in SHOWS:
            raise Http404
        return super().dispatch(request, show)

    def get(self, request: HttpRequest, show: int) -> HttpResponse:
        wanted = {"stars": stars} if (stars := request.GET.get("stars")) else {}
        found = Review.objects.order_by("-pk").filter(show=show, **wanted)
        return JsonResponse([review.told() for review in found], safe=False)

    def post(self, request: HttpRequest, show: int) -> HttpResponse:
        review = Review(show=show, **review_in(request))
        review.save()
        response = JsonResponse(review.told(), status=201)
        response["Location"] = f"/reviews/{review.pk}"
        return response


@_api
class One(View):  # type: ignore[misc]
    """One review."""

    def get(self, _: HttpRequest, number: int) -> HttpResponse:
        for review in Review.objects.filter(pk=number):
            return JsonResponse(review.told())
        raise Http404

    def delete(self, _: HttpRequest, number: int) -> HttpResponse:
        count, _by_table = Review.objects.filter(pk=number).delete()
        if not count:
            raise Http404
        return HttpResponse(status=204)


class AsProblems:
    """Has each refusal leave as application/problem+json."""

    def __init__(self, inner: Callable[[HttpRequest], HttpResponse]) -> None:
        self._inner = inner

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._inner(request)
        if response.status_code in range(400, 600) and response["Content-Type"] != _PROBLEM:
            response["Content-Type"] = _PROBLEM
            response.content = json.dumps(_problem(response.status_code, response.reason_phrase))
        return response

    def process_exception(self, _: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            problem = _problem(error.status, error.title)
            return JsonResponse(problem, status=error.status, content_type=_PROBLEM)
        return None


def reads_counted(
    inner: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A layer that says in X-Read how many questions an answer took."""

    def counted(request: HttpRequest) -> HttpResponse:
        reads: list[str] = []

        def count(execute: Callable[..., object], sql: str, *more: object) -> object:
            if sql.startswith("SELECT"):
                reads.append(sql)
            return execute(sql, *more)

        with connection.execute_wrapper(count):
            response = inner(request)
        response["X-Read"] = len(reads)
        return response

    return counted


def _problem(status: int, title: str) -> dict[str, object]:
    return {"status": status, "title": title}
