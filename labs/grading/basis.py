"""What grades rest on: cells, and the checks that they take from this library."""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import resolve_name
from itertools import chain
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

import labs

_DECIDING = ("labs.units.", "labs.judges.", "labs.measure.", "labs.datasets.")
"""Checks, what they are made with, what they measure with, and the data that they put in."""

_SHOWING = {"charts", "figures"}
"""Modules that draw: no score rests on them."""


def basis(cells: Iterable[str]) -> str:
    """A digest of what the scores of these cells rest on.

    It is another one as soon as a cell changes, or a file of `labs` that a cell's checks come
    from: imported by the cell, or by what it imports.
    """
    sources = list(cells)
    root = Path(labs.__file__).parent
    files = sorted(_files(chain.from_iterable(map(imported, sources)), root))
    digest = hashlib.sha256()
    texts = (source.encode(errors="surrogatepass") for source in sources)
    for part in (*texts, *(_named(path, root) for path in files)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def imported(cell: str) -> list[str]:
    """What a cell imports: modules, and names of which some may be modules."""
    try:
        python = TransformerManager().transform_cell(cell)  # type: ignore[no-untyped-call]
        return _imports(python, "")
    except (SyntaxError, ValueError):  # no Python, such as a program in another language
        return []


def _named(path: Path, root: Path) -> bytes:
    return f"{path.relative_to(root)}\0".encode() + path.read_bytes()


def _files(names: Iterable[str], root: Path) -> set[Path]:
    """The files that decide, among what is imported and what that imports in turn."""
    found: set[Path] = set()
    waiting = list(names)
    while waiting:
        new = set(_files_of(waiting.pop(), root)) - found
        found |= new
        for path in new:
            if path.suffix == ".py":
                package = ".".join(path.relative_to(root.parent).parent.parts)
                waiting += _imports(path.read_text(encoding="utf-8"), package)
    return found


def _files_of(module: str, root: Path) -> Iterator[Path]:
    """Those of a module and of the packages around it; of a room, and of the data, all."""
    if not f"{module}.".startswith(_DECIDING):
        return
    place = root
    for part in module.split(".")[1:]:
        if part in _SHOWING:
            return
        place /= part
        candidates = [place.with_suffix(".py"), place / "__init__.py"]
        if place.name == "datasets" or place.parent.name == "units":
            candidates += place.glob("*")
        yield from (one for one in candidates if one.is_file() and one.stem not in _SHOWING)


@cache
def _imports(source: str, package: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (package or not node.level):
            base = resolve_name("." * node.level + (node.module or ""), package)
            found += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return found
