"""What all libraries share: a class declares its `key`, its `name` and its lock."""

from importlib.metadata import distribution, version
from pathlib import Path
from typing import ClassVar

from labs.parts import Part, Wheel
from labs.parts.wheel import LOCKS


class LibraryError(RuntimeError):
    """A library that is not here; the text says how to bring it."""


class Library(Part):
    """Python packages, brought by a lock and an extra of pyproject.toml that are called as `key`.

    The key is the name of the package that is asked for, too.
    """

    recipe: ClassVar[Wheel]

    def __init_subclass__(cls) -> None:
        cls.recipe = Wheel(LOCKS / f"{cls.key}.lock")

    @classmethod
    def find(cls) -> Path | None:
        """The folder that it was installed into, if all of its lock is there."""
        if not cls.recipe.is_here():
            return None
        return Path(str(distribution(cls.key).locate_file("")))

    @classmethod
    def version(cls) -> str:
        return version(cls.key) if cls.find() else ""

    @classmethod
    def check(cls) -> None:
        """Raise LibraryError, with the command that brings it, unless it can be used."""
        if cls.find() is None:
            raise LibraryError(
                f"{cls.name} is not in this Python: run `{cls.install()}` in a terminal, then "
                "this again."
            )
