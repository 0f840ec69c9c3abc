"""Handing in: the learner's copies of an area, packed as stock `nbgrader zip_collect` takes them.

Student and time stand inside the archive, as folders, so that it may be renamed or packed
once more on its way to the teacher. nbgrader_config.py says how nbgrader reads them:

    junior/05-caching/ana/20260130T150000Z/05.1-ask-once-answer-many.ipynb
"""

import getpass
import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import nbformat

from labs.course.cells import grade_id
from labs.course.copies import WORK, copy_path
from labs.course.files import read_json
from labs.course.repair import CopyError, read_copy
from labs.course.units import Unit, all_units
from labs.settings import ROOT

_STUDENT = re.compile(r"\w[\w.@-]{0,63}")
_EVERYBODY = {"root", "jovyan"}
"""Whom containers and Binder call every user."""


class HandInError(RuntimeError):
    """Nothing was packed; the message says why, and what to do."""


def make_zip(area: str, student: str, work: Path = WORK, root: Path = ROOT) -> Path:
    """Pack the saved copies of all units of an area, such as `J05`; returns the archive's path.

    The copies go in byte for byte, and are not changed. The archive is in `work`, where
    JupyterLab can download it. Raises HandInError if there is no such area, if the student's
    id cannot name a folder, or if a copy is missing, broken or of another version.
    """
    units = _units_of(area, root)
    if not _STUDENT.fullmatch(student):
        raise HandInError(
            f"{student!r} cannot be a student's id: it may hold letters, digits and . _ @ - "
            "only, begins with a letter or digit, and has at most 64 characters.\n"
            "Give the id that your teacher has for you: `labs handin J05 --student ana`."
        )
    copies = {unit: copy_path(unit, work) for unit in units}
    if problems := [said for unit, copy in copies.items() if (said := _problem(unit, copy))]:
        raise HandInError("\n\n".join(["Nothing was handed in.", *problems]))

    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    level, name = units[0].level, units[0].area
    archive = work / "handin" / f"{_area_name(units[0])}-{student}-{now}.zip"
    unfinished = archive.with_suffix(".tmp")
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as packed:
            for copy in copies.values():
                packed.writestr(f"{level}/{name}/{student}/{now}/{copy.name}", copy.read_bytes())
        unfinished.replace(archive)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise HandInError(f"{archive} cannot be written: {error.strerror}.") from error
    return archive


def login_name() -> str:
    """The student's id if none is given. Raises HandInError where the login tells nobody apart."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # no name for this user, in a container; KeyError before 3.13
        name = ""
    if not name or name in _EVERYBODY:
        raise HandInError(
            f"Who hands in? You are logged in as {name or 'a user without a name'}, and so may "
            "others be.\n"
            "Give the id that your teacher has for you: `labs handin J05 --student ana`."
        )
    return name


def _units_of(area: str, root: Path) -> list[Unit]:
    units = all_units(root)
    wanted = area.strip().upper()
    found = [unit for unit in units if wanted in (_area_name(unit), unit.number.split(".")[0])]
    if not found:
        known = ", ".join(dict.fromkeys(map(_area_name, units))) or "none is written yet"
        raise HandInError(
            f"There is no area {area!r}. An area is handed in whole, and is named like J05.\n"
            f"Areas that have units: {known}."
        )
    return [unit for unit in found if unit.level == found[0].level]  # a bare 05 means junior


def _area_name(unit: Unit) -> str:
    return unit.name.split(".")[0]


def _problem(unit: Unit, copy: Path) -> str:
    """Why this copy cannot be handed in; empty if it can."""
    try:
        own = read_copy(unit, copy)
        nbformat.validate(read_json(copy))
    except CopyError as error:
        return str(error)
    except nbformat.ValidationError as error:
        what = str(error).splitlines()[0]
        return f"{copy} is no valid notebook: {what}\n{_A_FRESH_ONE}"
    except OSError as error:
        return f"{copy} cannot be read: {error.strerror}."
    wanted = {name for cell in unit.read().cells if (name := grade_id(cell))}
    names = Counter(name for cell in own.cells if (name := _own_name(cell)))
    faults = [
        ("are missing", wanted - names.keys()),
        ("are not of this version", names.keys() - wanted),
        ("are there more than once", {name for name in names if names[name] > 1}),
    ]
    said = [f"the cells {', '.join(sorted(cells))} {what}" for what, cells in faults if cells]
    if not said:
        return ""
    return (
        f"{copy} is not {unit.name} as this version of the course has it: {'; '.join(said)}.\n"
        "Cells were deleted or copied, or it was begun with another version. Delete what is "
        f"there twice. For all else: {_A_FRESH_ONE}"
    )


_A_FRESH_ONE = (
    "rename it (nothing is lost); `make lab` writes a fresh copy, into which you paste your "
    "answers."
)


def _own_name(cell: nbformat.NotebookNode) -> str:
    grader = cell.metadata.get("nbgrader")
    return str(grader.get("grade_id", "")) if isinstance(grader, dict) else ""
