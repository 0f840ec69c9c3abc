"""Areas and units, found on disk: the folder listing is the only register."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import cast

import nbformat
from nbformat import NotebookNode

from labs.settings import ROOT

LEVELS = {"J": "junior", "S": "senior"}
_NUMBER = r"(?P<number>\d\d\.[1-9]\d?)"
_FILE = re.compile(_NUMBER + r"-[a-z0-9-]+\.ipynb")
_NAME = re.compile(r"(?P<letter>[JS]?)" + _NUMBER, re.IGNORECASE)
_NO_UNITS = {Path("start.ipynb"), Path("ruff.toml")}
"""What else lies in notebooks/."""


def notebook_text(notebook: NotebookNode) -> str:
    """The notebook as its file holds it."""
    return f"{nbformat.writes(notebook, version=4)}\n"  # type: ignore[no-untyped-call]


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at `path`, as version 4; raises what nbformat raises if it is not one."""
    return cast(NotebookNode, nbformat.read(path, as_version=4))  # type: ignore[no-untyped-call]


class UnknownUnitError(LookupError):
    """No unit has this name."""


@dataclass(frozen=True)
class Unit:
    """One notebook, one sitting: `J05.1` is the first unit of junior area 05."""

    path: Path
    """The source notebook, with solutions, tests and outputs."""

    @property
    def level(self) -> str:
        return self.path.parent.parent.name

    @property
    def area(self) -> str:
        """The area's folder and nbgrader assignment, such as `05-caching`."""
        return self.path.parent.name

    @property
    def root(self) -> Path:
        """The course that it is in."""
        return self.path.parents[3]

    @property
    def number(self) -> str:
        """Such as `05.1`."""
        return self.path.name.split("-", 1)[0]

    @property
    def name(self) -> str:
        """Such as `J05.1`."""
        return self.level[0].upper() + self.number

    @property
    def room(self) -> str:
        """The package in labs/units that holds its checks, such as `j05_1`."""
        level, area, unit = self.name[0], *self.number.split(".")
        return f"{level.lower()}{area}_{unit}"

    @cached_property
    def title(self) -> str:
        """The first heading of the notebook."""
        for cell in self.read().cells:
            for line in cell.source.splitlines():
                if cell.cell_type == "markdown" and line.startswith("# "):
                    return str(line.removeprefix("# ").strip())
        return self.path.stem

    def read(self) -> NotebookNode:
        return read_notebook(self.path)


def all_units(root: Path = ROOT) -> list[Unit]:
    """Every unit of the course, junior before senior, in the order of the numbers: 02.10 is the
    one after 02.9.
    """
    return [
        unit
        for level in LEVELS.values()
        for unit in sorted(_units_in(root / "notebooks" / level), key=_turn)
    ]


def unrecognised(root: Path = ROOT) -> list[Path]:
    """The files under notebooks/, hidden ones apart, that are neither a unit nor known otherwise.

    No gate would look at them, and no learner would get them.
    """
    folder = root / "notebooks"
    known = {unit.path.relative_to(folder) for unit in all_units(root)} | _NO_UNITS
    files = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        file
        for file in files
        if file not in known and not any(part.startswith(".") for part in file.parts)
    ]


def _units_in(level: Path) -> Iterator[Unit]:
    for path in level.glob("*/*.ipynb"):
        match = _FILE.fullmatch(path.name)
        if match and path.parent.name.startswith(f"{match['number'].partition('.')[0]}-"):
            yield Unit(path)


def _turn(unit: Unit) -> tuple[list[int], str]:
    return [int(part) for part in unit.number.split(".")], unit.path.name


def find_unit(name: str, root: Path = ROOT) -> Unit:
    """The unit called `J05.1`; a bare `05.1` means junior.

    Raises UnknownUnitError, with the nearest names, if there is none.
    """
    units = {unit.name: unit for unit in all_units(root)}
    match = _NAME.fullmatch(name.strip())
    wanted = (match["letter"].upper() or "J") + match["number"] if match else name
    if wanted in units:
        return units[wanted]
    near = get_close_matches(wanted, units, n=3, cutoff=0.5) or list(units)[:3]
    known = ", ".join(near) if near else "none is written yet"
    raise UnknownUnitError(f"There is no unit {name!r}. Known units are like J05.1: {known}.")
