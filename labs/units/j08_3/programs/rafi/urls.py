"""Rafi's addresses; those of the summary come from a program of their own."""

import os

from django.urls import include, path

from .views import Lives, OfShow, One

urlpatterns = [
    path("healthz", Lives.as_view()),
    path("shows/<int:show>/reviews", OfShow.as_view()),
    path("reviews/<int:number>", One.as_view()),
    path("", include(os.environ["SUMMARY"])),
]
