"""How far the learner is: what the last `labs check` of each unit said, kept beside the copies."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock
from nbformat import NotebookNode
from pydantic import BaseModel, RootModel, ValidationError

from labs.course.cells import exercise, points
from labs.course.check_report import CheckReport, ago
from labs.course.copies import WORK, copy_path
from labs.course.files import write_atomic
from labs.course.units import Unit, all_units
from labs.settings import ROOT


class Mark(BaseModel, frozen=True):
    """The points of one exercise."""

    points: float
    of: float
    written: bool = True
    """Whether there was an answer, right or wrong."""

    def __str__(self) -> str:
        if self.points >= self.of:
            return "✔"
        return "✘" if self.written else "·"


LEGEND = "✔ passed, ✘ not yet right, · not written yet"
"""What the marks of exercises mean."""


class Checked(BaseModel, frozen=True):
    """What one check said of one unit."""

    saved: datetime
    """When the copy was saved that was checked."""
    checked: datetime
    exercises: dict[str, Mark]


class _Record(RootModel[dict[str, Checked]]):
    """By the names of the units."""


@dataclass(frozen=True)
class UnitProgress:
    """One unit and how far it is done."""

    unit: Unit
    exercises: dict[str, Mark]
    """Each exercise of the unit as it is now; 0 points if it was never checked."""
    checked: datetime | None
    saved_since: bool
    """Whether the copy was saved after it was checked."""

    @property
    def points(self) -> float:
        return sum(mark.points for mark in self.exercises.values())

    @property
    def of(self) -> float:
        return sum(mark.of for mark in self.exercises.values())

    @property
    def done(self) -> bool:
        return self.checked is not None and self.points >= self.of

    @property
    def mark(self) -> str:
        """In a few characters: `✔ 8/8`, `5/8`, or `-` if it was never checked."""
        if self.checked is None:
            return "-"
        return f"{'✔ ' if self.done else ''}{self.points:g}/{self.of:g}"

    @property
    def exercise_marks(self) -> str:
        return " ".join(f"{name} {mark}" for name, mark in self.exercises.items())

    @property
    def when(self) -> str:
        if self.checked is None:
            return "not checked yet"
        since = ", saved since" if self.saved_since else ""
        return ago((datetime.now().astimezone() - self.checked).total_seconds()) + since


@dataclass(frozen=True, repr=False)
class Progress:
    """All written units in their order; a notebook shows it as a table."""

    units: list[UnitProgress]

    @property
    def next(self) -> Unit | None:
        """The first unit that is not done."""
        return next((each.unit for each in self.units if not each.done), None)

    def _repr_markdown_(self) -> str:
        rows = [
            f"| {_link(each.unit)} | {each.mark} | {each.exercise_marks} | {each.when} |"
            for each in self.units
        ]
        ahead = f"**Next:** {_link(self.next)}" if self.next else "**All written units are done.**"
        areas = len({(each.unit.level, each.unit.area) for each in self.units})
        return "\n".join(
            [
                f"{ahead}\n",
                "| unit | points | exercises | last `labs check` |",
                "|---|---|---|---|",
                *rows,
                f"\n{LEGEND}.",
                f"\nThe other {30 - areas} of the 30 areas are to come.",
            ]
        )


def record(report: CheckReport, work: Path = WORK) -> None:
    """Keep what a check said. Raises OSError if nothing can be written there."""
    file = _file(work)
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(file.with_suffix(".lock"), timeout=10):
        known = _read(file)
        known[report.unit] = Checked(
            saved=report.saved,
            checked=datetime.now().astimezone(),
            exercises={
                each.name: Mark(points=each.points, of=each.of, written=each.written)
                for each in report.exercises
            },
        )
        write_atomic(file, _Record(known).model_dump_json(indent=1) + "\n")


def progress(work: Path = WORK, root: Path = ROOT) -> Progress:
    """How far each written unit is; the notebooks themselves are not touched."""
    known = _read(_file(work))
    return Progress(
        [_unit(unit, known.get(unit.name), copy_path(unit, work)) for unit in all_units(root)]
    )


def _unit(unit: Unit, checked: Checked | None, copy: Path) -> UnitProgress:
    marks = _unmarked(unit.read())
    if checked is None:
        return UnitProgress(unit, marks, None, saved_since=False)
    for name in marks.keys() & checked.exercises.keys():
        marks[name] = checked.exercises[name]
    # Stored to the microsecond, which the file's own time exceeds.
    late = copy.exists() and copy.stat().st_mtime > checked.saved.timestamp() + 1e-3
    return UnitProgress(unit, marks, checked.checked, saved_since=late)


def _unmarked(notebook: NotebookNode) -> dict[str, Mark]:
    totals: dict[str, float] = {}
    for cell in notebook.cells:
        if (name := exercise(cell)) and points(cell):
            totals[name] = totals.get(name, 0) + points(cell)
    return {name: Mark(points=0, of=of, written=False) for name, of in totals.items()}


def _file(work: Path) -> Path:
    return work / ".flytower" / "progress.json"


def _read(file: Path) -> dict[str, Checked]:
    """What is kept; nothing if it is missing or broken, since a check renews it."""
    try:
        return _Record.model_validate_json(file.read_bytes()).root
    except (OSError, ValidationError):
        return {}


def _link(unit: Unit) -> str:
    return f"[{unit.number} {unit.title}]({unit.level}/{unit.area}/{unit.path.name})"
