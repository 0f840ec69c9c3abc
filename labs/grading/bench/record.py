"""What stock nbgrader gave the classes of our areas, kept: to run it on all takes hours."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from labs.grading.bench import stock
from labs.grading.bench.areas import Member, area_class, hand_in
from labs.grading.bench.grades import Grade, Grades, grades
from labs.settings import ROOT

FOLDER = ROOT / "tests" / "grading" / "stock"


class RecordError(LookupError):
    """The record of an area does not fit its class."""

    def __init__(self, area: str, missing: Sequence[Member]) -> None:
        names = ", ".join(member.student for member in missing[:5])
        more = " and more" if len(missing) > 5 else ""
        super().__init__(
            f"What stock nbgrader gives {len(missing)} submissions of {area} is not recorded, or "
            f"they have changed since: {names}{more}. Run `labs bench grade --record --area "
            f"{area}`; stopped, it goes on where it was."
        )


class LostPointsError(RuntimeError):
    """Stock gives a unit's own answers too little: the machine lacks something."""

    def __init__(self, student: str, cells: Sequence[str]) -> None:
        super().__init__(
            f"Stock nbgrader gives {student} nothing for {', '.join(cells)}, and this is not "
            "recorded. A part that the unit needs may be missing here: see `labs doctor`."
        )


class Record:
    """The grades of an area's class, by student, each with the key of what it was given for."""

    def __init__(self, area: str) -> None:
        self.path = FOLDER / f"{area.replace('/', '-')}.json"
        self._entries: dict[str, dict[str, object]] = {}
        if self.path.exists():
            self._entries = json.loads(self.path.read_text(encoding="utf-8"))

    def missing(self, members: Sequence[Member]) -> list[Member]:
        """Those that stock has not graded as they are now."""
        return [m for m in members if self._entries.get(m.student, {}).get("key") != m.key]

    def grades(self, student: str) -> Grades:
        """What stock gave; raises KeyError if it was not asked."""
        told = self._entries[student]["grades"]
        assert isinstance(told, dict)  # noqa: S101
        return {cell: Grade(*grade) for cell, grade in told.items()}

    def keep(self, member: Member, given: Grades) -> None:
        """Store it at once; the file is always whole."""
        self._entries[member.student] = {"key": member.key, "grades": given}
        self._write()

    def drop_all_but(self, members: Sequence[Member]) -> None:
        """Forget those who are in the class no more."""
        kept = {member.student for member in members}
        self._entries = {name: told for name, told in self._entries.items() if name in kept}
        self._write()

    def _write(self) -> None:
        lines = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(self._entries.items()))
        partial = self.path.with_suffix(".partial")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        partial.replace(self.path)


def points_lost(student: str, given: Grades) -> list[str]:
    """The graded cells that gave the answers of a unit itself nothing."""
    its_own = student.endswith("-reference")
    return [cell for cell, grade in given.items() if its_own and grade.score == 0]


def store(area: str, say: Callable[[str], object]) -> None:
    """Have stock grade what the record lacks. Stopped at any moment, it goes on from there.

    Raises:
        NoAreaError: there is no such area.
        StockError: nbgrader refuses a unit.
        LostPointsError: stock gives a unit's own answers nothing in some cell.
    """
    members = area_class(area)
    kept = Record(area)
    kept.drop_all_but(members)
    missing = kept.missing(members)
    say(f"{area}: {len(members)} submissions, {len(missing)} to be graded by stock nbgrader.")
    if not missing:
        return
    with tempfile.TemporaryDirectory(prefix="labs-record-") as folder:
        course = hand_in(Path(folder), missing)
        for number, member in enumerate(missing, 1):
            seconds = stock.autograde(course, member.student)
            given = grades(course, [member.student])[member.student]
            if unpaid := points_lost(member.student, given):
                raise LostPointsError(member.student, unpaid)
            kept.keep(member, given)
            lost = "" if given else ", which stock lost"
            say(f"{number}/{len(missing)} {member.student}{lost} ({seconds:.0f} s)")
