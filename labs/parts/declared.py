"""Classes that are known by being there: one in a file, named as the file but for capitals."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any


def declared(package: str, folders: Iterable[str], base: type[object]) -> Iterator[type[Any]]:
    """Every subclass of `base` that a file of this package declares, in the files' order."""
    for module in iter_modules(folders):
        for name in vars(import_module(f"{package}.{module.name}")):
            if name.lower() == module.name and (kind := declared_as(package, name, base)):
                yield kind


def declared_as(package: str, name: str, base: type[object]) -> type[Any] | None:
    """The subclass of this name; None if the package has no such file, or it no such class.

    Only that file is imported.
    """
    module = f"{package}.{name.lower()}"
    if not name[:1].isupper() or find_spec(module) is None:
        return None
    kind = getattr(import_module(module), name, None)
    is_one = isinstance(kind, type) and issubclass(kind, base) and kind is not base
    return kind if is_one else None
