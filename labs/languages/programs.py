"""Programs written in cells: `%%program quote.mjs` keeps one in this kernel, and prints nothing.

They lie in a folder of this process's own, which is made when the first of them is run and goes
with the process, however that ends. A fork starts with the programs that there are, in a folder
of its own, so that the answers of two learners cannot meet.
"""

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from labs.servers import watcher

MAGIC = "%%program"

_NAME = re.compile(r"\w[\w-]*(\.\w+)+")

_sources: dict[str, str] = {}
_folder: Path | None = None


class ProgramError(RuntimeError):
    """A program that cannot be run, or failed; says what ran, what came of it, and why.

    At most 8 lines, which a notebook shows without a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return str(self).splitlines()


def written() -> Mapping[str, str]:
    """The programs of this process: source by name, with the lines numbered as in the cell."""
    return MappingProxyType(_sources)


def write(name: str, source: str) -> None:
    """Keep a program; raises ProgramError if `name` is no plain file name, such as quote.mjs."""
    if not _NAME.fullmatch(name):
        raise ProgramError(
            f"{MAGIC} {name}: a program has a plain name with an ending, such as quote.mjs."
        )
    _sources[name] = "\n" + source  # where the magic was, so that errors name the cell's lines
    if _folder is not None:
        _write(_folder, name)


def line(name: str, number: int) -> str:
    """A line of a program, numbered as in its cell; empty if there is none."""
    lines = _sources.get(name, "").splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def folder() -> Path:
    """The folder that holds them all."""
    global _folder  # noqa: PLW0603
    if _folder is None or not _folder.exists():
        _folder = Path(tempfile.mkdtemp(prefix="flytower-programs-")).resolve()
        watcher.watch(_folder)
        for name in _sources:
            _write(_folder, name)
    return _folder


def program(line: str, cell: str) -> None:
    """The cell is a program of that name: `%%program quote.mjs`. Other cells can run it."""
    write(line.strip(), cell)


def in_notebook() -> bool:
    """Whether IPython runs; it knows %%program from now on."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.register_magic_function(program, "cell")
    return shell is not None


def _write(folder: Path, name: str) -> None:
    (folder / name).write_text(_sources[name], encoding="utf-8")


def _after_fork() -> None:
    """The folder is the parent's."""
    global _folder  # noqa: PLW0603
    _folder = None


os.register_at_fork(after_in_child=_after_fork)
