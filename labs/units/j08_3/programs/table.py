"""Settings of a project that has a table, and nothing else: the reviews'."""

import os

INSTALLED_APPS = ["reviews"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE", "table.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
