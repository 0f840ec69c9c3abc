"""Import what tests take their checks from so that it asks, as a test cell does.

What a check compares stands in a module of `labs.units`, or of `labs.judges` that it calls.
"""

import ast
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from labs.grading.inside.asking import asking

_ASKING = ("labs.units", "labs.judges")


def makes_checks(module: str) -> bool:
    """Whether tests take their checks from this module, or what checks are made with."""
    return module in _ASKING or module.startswith(tuple(f"{package}." for package in _ASKING))


def install() -> None:
    """From now on, import such modules so; none may be there yet.

    Raises:
        RuntimeError: one has been imported already, which would not ask.
    """
    early = sorted(filter(makes_checks, sys.modules))
    if early:
        raise RuntimeError(f"{', '.join(early)} must not be imported by the grader itself.")
    sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if makes_checks(fullname) else None
        if spec and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(fullname, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    """Compiles the source at each import: bytecode that is kept would not ask."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return asking(ast.parse(self.get_data(path), path), path)
