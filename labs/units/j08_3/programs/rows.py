"""Writes rows through a model into a new table of it, and says which it takes: `rows.py lost`."""

import json
import os
import sys

import django
from django.db import Error, connection

app = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = f"{app}.settings"
django.setup()

from django.apps import apps  # noqa: E402 - there are none before

[model] = apps.get_app_config(app).get_models()
with connection.schema_editor() as editor:
    editor.create_model(model)
for name, row in json.load(sys.stdin).items():
    try:
        model.objects.create(**row)
        print(name, "taken")
    except Error as error:
        print(name, f"refused: {error}")
