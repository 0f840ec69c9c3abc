"""Rafi's first try at the summary."""

from django.db.models import Avg
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET
from rafi.models import Review  # type: ignore[import-not-found] # of programs


@require_GET  # type: ignore[untyped-decorator]
def tally(request: HttpRequest, show: int) -> JsonResponse:
    """What visitors think of a show."""
    found = Review.objects.filter(show=show)
    mean = found.aggregate(mean=Avg("stars"))["mean"]
    return JsonResponse({"mean": mean, "fives": found.filter(stars=5).count()})


urlpatterns = [path("shows/<int:show>/summary", tally)]
