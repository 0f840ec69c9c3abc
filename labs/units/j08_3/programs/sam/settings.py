"""Sam's project: the reviews, in Django."""

import os

SECRET_KEY = "rehearsal"  # noqa: S105 - it guards nothing
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["sam"]
ROOT_URLCONF = "sam.urls"
MIDDLEWARE = ["sam.views.AsProblems", "django.middleware.csrf.CsrfViewMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE", "sam.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
