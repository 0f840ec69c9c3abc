"""What `labs grade` does: from what a teacher asks for to the report."""

import os
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from labs.datasets import DatasetError, core, oversold
from labs.datasets.season import SEASONS
from labs.grading import sandbox
from labs.grading.cluster import ClusterError, ClusterExaminers
from labs.grading.course import Course, CourseError
from labs.grading.examiners import LocalExaminers
from labs.grading.grade import Grader, Options
from labs.grading.honoured import refuse_what_is_not_honoured
from labs.grading.journal import alone
from labs.grading.page import as_page
from labs.grading.rehearsal import rehearse
from labs.grading.report import Report
from labs.grading.work import Limits
from labs.settings import ROOT

_MORE_THAN_CORES = 1
"""Submissions at a time beyond one a core: lessons wait for servers, clocks and keys to expire."""


@dataclass(frozen=True)
class Order:
    """What a teacher asks for."""

    assignment: str
    course_dir: Path
    students: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()
    workers: int | None = None
    """Submissions at a time; None stands for one more than this machine has cores."""
    scheduler: str | None = None
    """The address of a Dask cluster whose workers examine; None stands for this machine."""
    sandbox: str = "auto"
    rehearsal: bool = True
    force: bool = False


def grade_class(order: Order, console: Console) -> Report:
    """Grade what was handed in; progress goes to the console.

    Raises:
        CourseError: there is no such course or assignment, its own answers lose points here,
            or it asks for what is not honoured.
        SandboxError: a sandbox was required, and there is none.
        BusyError: somebody else is grading this course.
        ClusterError: there is no such cluster, or its workers are not what this machine is.
    """
    began = perf_counter()
    course = _course(order)
    refuse_what_is_not_honoured(course, order.notebooks)
    _known(order.notebooks, list(course.releases), "notebook")
    handed_in = [one.student for one in course.submissions()]
    if not handed_in:
        where = course.place("submitted", "<student>")
        raise CourseError(f"Nothing is handed in for {order.assignment}: there is no {where}.")
    _known(order.students, handed_in, "submission of")
    limits = Limits(cell_seconds=course.cell_seconds)
    with alone(course), _examiners(order) as examiners:
        if examiners.kind == sandbox.PROCESS and order.sandbox == "auto":
            said = f"Submissions are not shut in. {_why_open(order)}"
            console.print(Text(said, style="yellow"), soft_wrap=True)
        modules = {}
        if order.rehearsal:
            with console.status("The course's own answers are graded first …"):
                modules = rehearse(course, examiners, limits, order.notebooks)
        preparation = perf_counter() - began
        options = Options(limits, modules, order.students, order.notebooks, order.force)
        with _progress(console) as progress:
            bar = progress.add_task("Grading", total=len(set(order.students) or handed_in))
            results = Grader(course, examiners, options, lambda _: progress.advance(bar)).grade()
    seconds = perf_counter() - began
    kinds = {examiners.kind, *(one.sandbox for one in results if not one.skipped)}
    kind = sandbox.PROCESS if sandbox.PROCESS in kinds else sandbox.BUBBLEWRAP
    report = Report(order.assignment, kind, results, seconds, preparation)
    try:
        report.path = _write(report, course)
    except OSError as error:  # the scores are kept, and the table is still to be shown
        console.print(Text(f"The page could not be written: {error}", style="yellow"))
    return report


def _examiners(order: Order) -> LocalExaminers | ClusterExaminers:
    if not order.scheduler:
        workers = order.workers or (psutil.cpu_count() or 1) + _MORE_THAN_CORES
        return LocalExaminers(sandbox.kind_of(order.sandbox), workers)
    if order.workers:
        raise ClusterError(
            "How many are graded at a time is up to the cluster's workers: leave --workers out."
        )
    return ClusterExaminers(order.scheduler, order.sandbox)


def _why_open(order: Order) -> str:
    if order.scheduler:
        return "A worker of the cluster has no sandbox; --sandbox required says which and why."
    return sandbox.why_no_bubblewrap()


def _course(order: Order) -> Course:
    """The course; of ours, the assignment's level comes first: junior/02-databases."""
    level, _, assignment = order.assignment.rpartition("/")
    root = ROOT if level and order.course_dir == Path() else order.course_dir.resolve()
    if level and not (root / "notebooks" / level).is_dir():
        raise CourseError(
            f"{root} has no level {level!r}. Only Flytower's own course has levels, as in "
            f"junior/02-databases; of another one, name the folder: "
            f"`labs grade {assignment} --course-dir …`."
        )
    if level:
        os.environ["LEVEL"] = level
        _make_data()
    return Course(root, assignment)


def _make_data() -> None:
    """Make the course's data while they can be written: a sandbox is read-only."""
    try:
        for scale in SEASONS:
            core(scale)
            oversold(scale)
    except DatasetError as error:
        raise CourseError(str(error)) from error


def _known(wanted: tuple[str, ...], there: list[str], what: str) -> None:
    for name in wanted:
        if name not in there:
            raise CourseError(
                f"There is no {what} {name}. There are: {', '.join(there) or 'none'}."
            )


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _write(report: Report, course: Course) -> Path:
    path = course.notes.parent / "reports" / f"{course.assignment}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(as_page(report), encoding="utf-8")
    partial.replace(path)
    return path
