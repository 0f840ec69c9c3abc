"""Grade the same class with stock nbgrader and with `labs grade`, and compare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from labs.grading.bench import heavy, ours, stock
from labs.grading.bench.areas import Member, area_class, hand_in
from labs.grading.bench.classes import Class
from labs.grading.bench.grades import Grades, differences, grades
from labs.grading.bench.record import Record, RecordError


@dataclass(frozen=True)
class Compared:
    """What came of one class."""

    what: str
    submissions: int
    stock_seconds: float | None
    """Of wall time, for each submission; None if stock was not measured on this kind of class."""
    stock_measured: bool
    """Whether it was measured on this very class."""
    our_seconds: float
    """Of wall time, for each submission."""
    phases: Mapping[str, float]
    """Seconds by phase, of all submissions; those of workers side by side add up."""
    megabytes: tuple[float, float]
    """The most that the grader and all it started held, early in the class and late."""
    compared: int
    """Scores that were compared."""
    differences: Sequence[str]

    @property
    def ratio(self) -> float | None:
        """How many times sooner ours is done."""
        return self.stock_seconds / self.our_seconds if self.stock_seconds else None


def compare_heavy(sizes: Sequence[int], workers: int | None = None) -> Iterator[Compared]:
    """Classes of these sizes of a heavy foreign course; stock grades the first of them alone.

    Raises:
        StockError, OursError: one of the two fails.
    """
    each = None
    for size in sizes:
        with TemporaryDirectory(prefix="labs-bench-") as folder:
            made = heavy.make(Path(folder) / "ours", size)
            given: Mapping[str, Grades] = {}
            if each is None:
                twin = made.copied(Path(folder) / "stock")
                each, given = stock.autograde(twin) / size, grades(twin)
            run = ours.grade(made, workers)
            yield _compared("heavy", made, run, given, each)


def compare_sample(area: str, count: int, workers: int | None = None) -> Compared:
    """So many of an area's class, the same each time, graded by stock again.

    Raises:
        NoAreaError: there is no such area.
        StockError, OursError: one of the two fails.
    """
    members = sample(area, count)
    with TemporaryDirectory(prefix="labs-bench-") as folder:
        made = hand_in(Path(folder) / "ours", members)
        twin = made.copied(Path(folder) / "stock")
        each = stock.autograde(twin) / len(members)
        run = ours.grade(made, workers)
        return _compared(f"{area}, a sample", made, run, grades(twin), each)


def compare_with_record(area: str, workers: int | None = None) -> Compared:
    """The whole class of an area, compared with what stock gave when it was recorded.

    Raises:
        NoAreaError: there is no such area.
        RecordError: the record lacks some of the class.
        OursError: the class was not graded.
    """
    members, record = area_class(area), Record(area)
    if missing := record.missing(members):
        raise RecordError(area, missing)
    with TemporaryDirectory(prefix="labs-bench-") as folder:
        made = hand_in(Path(folder), members)
        run = ours.grade(made, workers)
        given = {member.student: record.grades(member.student) for member in members}
        return _compared(area, made, run, given, None)


def sample(area: str, count: int) -> list[Member]:
    """So many of an area's class, the same each time; all of them if there are no more.

    Raises:
        NoAreaError: there is no such area.
    """
    members = area_class(area)
    draw = Random(area)  # noqa: S311 - the same each time
    return draw.sample(members, min(count, len(members)))


def _compared(
    what: str, made: Class, run: ours.Run, given: Mapping[str, Grades], each: float | None
) -> Compared:
    mine = grades(made, given)
    size = len(made.students)
    return Compared(
        what=what,
        submissions=size,
        stock_seconds=each,
        stock_measured=bool(given) and each is not None,
        our_seconds=run.seconds / size,
        phases=run.phases,
        megabytes=run.megabytes,
        compared=sum(map(len, given.values())),
        differences=list(differences(given, mine)),
    )
