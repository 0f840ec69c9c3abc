"""A class of one of the course's own areas: right answers, none, and each documented wrong one.

Stock nbgrader takes seconds for each notebook. So a notebook holds another wrong answer in each
of its answer cells, until each stands in one; a cell that has run out of them gets a right answer,
one in another style, or none.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from random import Random

import nbformat

from labs.course.cells import Role, grade_id, role
from labs.course.options import CONFIG
from labs.course.units import Unit, all_units
from labs.datasets import core, oversold, spreadsheet
from labs.grading.basis import basis
from labs.grading.bench import stock
from labs.grading.bench.classes import Class
from labs.proof.answers import Answer, read_answers, without_marks

AREAS = ("junior/02-databases", "junior/05-caching")

_MIXES = 3
"""For each unit, notebooks whose cells are drawn from all answers there are."""


class NoAreaError(LookupError):
    """There is no such area."""


@dataclass(frozen=True)
class Member:
    """A student of the class, and what the one notebook answers."""

    student: str
    """Says what it is, such as `02.3-wrong-07`."""
    unit: Unit
    answers: Mapping[str, str]
    """By grade id; the other cells are left as they were given."""

    @property
    def key(self) -> str:
        """A digest of what its scores depend on: the unit's code and checks, and the answers."""
        told = json.dumps([*_code(self.unit), sorted(self.answers.items())])
        return hashlib.sha256(told.encode()).hexdigest()[:20]


@cache
def _code(unit: Unit) -> tuple[list[str], str]:
    cells = [cell for cell in unit.read().cells if cell.cell_type == "code"]
    return list(map(grade_id, cells)), basis(cell.source for cell in cells)


@cache
def area_class(area: str) -> tuple[Member, ...]:
    """The class of an area such as junior/05-caching, a bit of each unit at a time.

    Raises:
        NoAreaError: there is no such area.
    """
    units = [unit for unit in all_units() if f"{unit.level}/{unit.area}" == area]
    if not units:
        known = sorted({f"{unit.level}/{unit.area}" for unit in all_units()})
        raise NoAreaError(f"There is no area {area}. There are: {', '.join(known)}.")
    rounds = zip_longest(*map(_members, units))
    return tuple(member for each in rounds for member in each if member)


def hand_in(root: Path, members: Sequence[Member]) -> Class:
    """Release their units in a new course, and hand in their notebooks.

    Raises:
        StockError: nbgrader refuses a unit.
    """
    units = {member.unit for member in members}
    _make_data()
    level, area = next((unit.level, unit.area) for unit in units)
    source = root / "notebooks" / level / area
    source.mkdir(parents=True)
    shutil.copy(CONFIG, root)
    for unit in units:
        shutil.copy(unit.path, source)
    course = Class(root, area, {one.student: one.unit.path.stem for one in members}, level)
    stock.release(course)
    for member in members:
        given = course.build / "release" / area / member.unit.path.name
        notebook = nbformat.read(given, as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            cell.source = member.answers.get(grade_id(cell), cell.source)
        path = course.notebook("submitted", member.student)
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    return course


def _make_data() -> None:
    """Make the datasets while they can be written: in a sandbox they are read-only."""
    for make in (core, oversold):
        make("tiny")
        make("lab")
    for seed in (1, 2, 3):
        spreadsheet(seed)


def _members(unit: Unit) -> Iterator[Member]:
    """The reference, the stub, the wrong answers, and mixes; a stub is None."""
    right = {
        grade_id(cell): without_marks(cell.source)
        for cell in unit.read().cells
        if role(cell) is Role.ANSWER
    }
    kept = read_answers(unit)
    wrong = {cell: _of(cell, kept.wrong) for cell in right}
    others = {cell: [right[cell], *_of(cell, kept.right), None] for cell in right}
    yield _member(unit, "reference", right)
    yield _member(unit, "stub", {})
    for number in range(max(map(len, wrong.values()))):
        answers = {cell: [*wrong[cell], *others[cell] * number][number] for cell in right}
        yield _member(unit, f"wrong-{number + 1:02}", answers)
    draw = Random(unit.name)  # noqa: S311 - the same each time
    for number in range(_MIXES):
        answers = {}
        for cell, source in right.items():
            kinds: list[Sequence[str | None]] = [[source], wrong[cell], [None]]
            answers[cell] = draw.choice(draw.choice(kinds))
        yield _member(unit, f"mix-{number + 1}", answers)


def _member(unit: Unit, kind: str, answers: Mapping[str, str | None]) -> Member:
    given = {cell: source for cell, source in answers.items() if source is not None}
    return Member(f"{unit.number}-{kind}", unit, given)


def _of(cell: str, answers: Sequence[Answer]) -> list[str]:
    return [answer.source for answer in answers if answer.cell == cell]
