"""Programs written in cells: `%%program quote.mjs` keeps one in this kernel, and prints nothing.

They lie in a folder of this process's own, which is made when the first of them is run and goes
with the process, however that ends. A fork starts with the programs that there are, in a folder
of its own, so that the answers of two learners cannot meet.
"""

import linecache
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from labs.languages.errors import ProgramError
from labs.parts.notebook import shell
from labs.servers import watcher

MAGIC = "%%program"

_NAME = re.compile(r"(\w[\w-]*/)*\w[\w-]*(\.\w+)+")

_sources: dict[str, str] = {}
_folder: Path | None = None


def written() -> Mapping[str, str]:
    """The programs of this process: source by name, with the lines numbered as in the cell."""
    return MappingProxyType(_sources)


def write(name: str, source: str) -> None:
    """Keep a program; raises ProgramError if `name` is no plain name, such as quote.mjs."""
    if not _NAME.fullmatch(name):
        raise ProgramError(
            f"{MAGIC} {name}: a program has a plain name with an ending, such as quote.mjs, "
            "or reviews/views.py in a folder."
        )
    _sources[name] = "\n" + source  # where the magic was, so that errors name the cell's lines
    if _folder is not None:
        _write(_folder, name)


def give(file: Path) -> str:
    """Keep the program of a file beside those of cells; its name."""
    write(file.name, file.read_text(encoding="utf-8"))
    return file.name


def line(name: str, number: int) -> str:
    """A line of a program, numbered as in its cell; empty if there is none."""
    lines = _sources.get(name, "").splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def used_by(name: str) -> dict[str, str]:
    """The sources of a program and of all that it may import: their names' stems occur in it."""
    return used_among(_sources, name)


def used_among(sources: Mapping[str, str], name: str) -> dict[str, str]:
    """The same of other programs."""
    found = {name: sources[name]}
    words = set(re.findall(r"\w+", sources[name]))
    for other in sources:
        if other not in found and Path(other).name.partition(".")[0] in words:
            rest = {each: text for each, text in sources.items() if each not in found}
            found |= used_among(rest, other)
    return dict(sorted(found.items()))


def folder() -> Path:
    """The folder that holds them all."""
    global _folder  # noqa: PLW0603
    if _folder is None or not _folder.exists():
        _folder = Path(tempfile.mkdtemp(prefix="flytower-programs-")).resolve()
        watcher.watch(_folder)
        for name in _sources:
            _write(_folder, name)
    return _folder


def named(path: str) -> str:
    """The program that lies at this path, or at one that ends so; empty if none does."""
    at_its_end = (name for name in _sources if f"/{path}".endswith(f"/{name}"))
    return max(at_its_end, key=len, default="")


def raise_in(program: str, line: int, error: ProgramError) -> NoReturn:
    """Raise the error from a line of the program, as a template engine does from its template:
    the last step of the traceback is then the learner's own, for a judge to show.
    """
    source = f"{MAGIC} {program}{_sources.get(program, '')}"
    file = f"<{program}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    code = compile("\n" * (line - 1) + "raise error", file, "exec")
    exec(code, {"__name__": program, "error": error})  # noqa: S102
    raise error  # not reached: the line above has raised it


def program(line: str, cell: str) -> None:
    """The cell is a program of that name: `%%program quote.mjs`. Other cells can run it."""
    write(line.strip(), cell)


def in_notebook() -> bool:
    """Whether IPython runs; it knows %%program from now on."""
    if (here := shell()) is not None:
        here.register_magic_function(program, "cell")
    return here is not None


def _write(folder: Path, name: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_sources[name], encoding="utf-8")


def _after_fork() -> None:
    """The folder is the parent's."""
    global _folder  # noqa: PLW0603
    _folder = None


os.register_at_fork(after_in_child=_after_fork)
