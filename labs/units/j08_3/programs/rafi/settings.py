"""Rafi's project: the reviews, in Django."""

import os

SECRET_KEY = "rehearsal"  # noqa: S105 - it guards nothing
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["rafi"]
ROOT_URLCONF = "rafi.urls"
MIDDLEWARE = [
    "rafi.views.reads_counted",
    "rafi.views.AsProblems",
    "django.middleware.csrf.CsrfViewMiddleware",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE", "rafi.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
