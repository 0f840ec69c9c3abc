"""Django: the framework that brings its own models, migrations, forms and management commands."""

from typing import ClassVar

from labs.libraries.library import Library


class Django(Library):
    """The package of that name, in the release that is supported longest."""

    key: ClassVar[str] = "django"
    name = "Django"
