"""Looks at a project, brings its tables up to date, and serves it: `up.py lost.settings`."""

import io
import logging
import os
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command

os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
django.setup()
# Errors are told with their traceback, and nobody who comes.
settings.LOGGING_CONFIG = None  # the server would set all of it up once more
logging.getLogger("django.request").addHandler(logging.StreamHandler())
logging.getLogger("django.request").setLevel(logging.ERROR)
logging.getLogger("django.server").disabled = True

call_command("check", stdout=io.StringIO())
changes = io.StringIO()
try:
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=changes)
except SystemExit:
    told = " ".join(changes.getvalue().split())
    raise CommandError(f"models.py and the migrations say different things. {told}") from None
call_command("migrate", verbosity=0)
if port := os.environ.get("PORT"):
    address = f"127.0.0.1:{port}"
    call_command("runserver", address, use_reloader=False, skip_checks=True, stdout=io.StringIO())
