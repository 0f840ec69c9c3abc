"""A new unit: its notebook, room and answers, made of the template, which every gate accepts."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from labs.course.files import write_atomic
from labs.course.units import LEVELS, Unit, all_units
from labs.proof.answers import path_of
from labs.proof.coverage import Row, rows
from labs.proof.ending import write_endings
from labs.settings import ROOT

TEMPLATE = Path(__file__).with_name("template")

_NAME = re.compile(r"(?P<letter>[JS])(?P<area>\d\d)\.(?P<number>[1-9]\d?)")


class NewUnitError(ValueError):
    """The unit cannot be made; the message says why, and what to do."""


def new_unit(name: str, title: str, folder: str | None = None, root: Path = ROOT) -> Unit:
    """Write the files of a unit called `name`, such as J03.2; nothing that is there is
    touched but the link in the unit before it.

    `folder` is the area's, such as 03-apis; if it is not said, the one that is there, or one
    after the roadmap's own name. The first row that is not proved yet stands on the graded cells.
    Raises NewUnitError if the name or the title is of no use, or if the unit is there already.
    """
    match = _NAME.fullmatch(name.strip().upper())
    slug = _slug(title)
    if not match:
        raise NewUnitError(f"{name!r} names no unit. Say the level, the area and a number: J03.2.")
    if not slug:
        raise NewUnitError("A unit has a title that says what one can do after it: 'Ask in SQL'.")
    area = f"{match['letter']}{match['area']}"
    known = [row for row in rows() if row.id.startswith(f"{area}.")]
    if not known:
        raise NewUnitError(f"The roadmap has no area {area}. `labs coverage` shows those it has.")
    level = root / "notebooks" / LEVELS[match["letter"]]
    place = level / (folder or _folder(level, match["area"], known))
    number = f"{match['area']}.{match['number']}"
    unit = Unit(place / f"{number}-{slug}.ipynb")
    files = _files(unit, root)
    there = [*place.glob(f"{number}-*"), *(path for path in files if path.exists())]
    if there:
        found = ", ".join(str(path.relative_to(root)) for path in dict.fromkeys(there))
        raise NewUnitError(
            f"{unit.name} is there already: {found}.\nTake the next number, or move these away."
        )
    words = {
        "UNIT_TITLE": title.strip(),
        "UNIT_NAME": unit.name,
        "UNIT_ROOM": unit.room,
        "UNIT_ROW": known[0].id,
    }
    for path, text in files.items():
        write_atomic(path, _filled(text, words))
    write_endings(all_units(root))  # its own, and its neighbour's, which leads to it
    return unit


def _files(unit: Unit, root: Path) -> dict[Path, str]:
    """What is written where, not filled in yet; the notebook last."""
    room = root / "labs" / "units" / unit.room
    return {
        room / "__init__.py": '"""The room of UNIT_NAME, UNIT_TITLE."""\n',
        room / "checks.py": _read("checks.py"),
        path_of(unit): _read("answers.toml"),
        unit.path: _read("unit.ipynb"),
    }


def _read(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value.replace('"', "'"))
    return text


def _folder(level: Path, number: str, known: Sequence[Row]) -> str:
    for there in sorted(level.glob(f"{number}-*")):
        return there.name
    return f"{number}-{_slug(known[0].area_name.partition('(')[0])}"


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
