"""Prints the first migration of an app's models, whatever migrations are there: `draft.py lost`.

It is what `manage.py makemigrations` writes.
"""

import os
import sys

import django
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

app = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "table"
django.setup()
detector = MigrationAutodetector(ProjectState(), ProjectState.from_apps(apps))
[migration] = detector.changes(MigrationGraph(), trim_to_apps={app})[app]
print(MigrationWriter(migration, include_header=False).as_string().strip())
