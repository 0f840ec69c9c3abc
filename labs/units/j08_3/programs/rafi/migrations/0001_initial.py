"""The first: the table."""

from django.db.migrations import CreateModel
from django.db.migrations import Migration as _Migration
from django.db.models import AutoField, CharField, PositiveSmallIntegerField

_NUMBER = AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(_Migration):  # type: ignore[misc] # Django has no types
    """As `manage.py makemigrations` has it."""

    initial = True
    dependencies = ()
    operations = (
        CreateModel(
            "Review",
            [
                ("id", _NUMBER),
                ("show", PositiveSmallIntegerField()),
                ("stars", PositiveSmallIntegerField()),
                ("text", CharField(max_length=500)),
            ],
        ),
    )
