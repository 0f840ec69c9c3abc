"""What `labs grade` does: from what a teacher asks for to the report."""

import os
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from labs.grading import sandbox
from labs.grading.course import Course, CourseError
from labs.grading.grade import Grader, Options
from labs.grading.journal import alone
from labs.grading.judges import LocalJudges
from labs.grading.rehearsal import rehearse
from labs.grading.report import Report
from labs.grading.work import Limits
from labs.settings import ROOT


@dataclass(frozen=True)
class Order:
    """What a teacher asks for."""

    assignment: str
    course_dir: Path
    students: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()
    workers: int | None = None
    sandbox: str = "auto"
    rehearsal: bool = True
    force: bool = False


def grade_class(order: Order, console: Console) -> Report:
    """Grade what was handed in; progress goes to the console.

    Raises:
        CourseError: there is no such course or assignment, or its own answers lose points here.
        SandboxError: a sandbox was required, and there is none.
        BusyError: somebody else is grading this course.
    """
    began = perf_counter()
    kind = sandbox.choose(order.sandbox)
    if kind == sandbox.PROCESS and order.sandbox == "auto":
        console.print(f"[yellow]Submissions are not shut in.[/] {sandbox.why_no_bubblewrap()}")
    course = _course(order)
    _known(order.students, [one.student for one in course.submissions()], "submission of")
    _known(order.notebooks, list(course.releases), "notebook")
    workers = order.workers or psutil.cpu_count() or 1
    limits = Limits(cell_seconds=course.cell_seconds)
    with alone(course), LocalJudges(kind, workers) as judges:
        modules = {}
        if order.rehearsal:
            with console.status("The course's own answers are graded first …"):
                modules = rehearse(course, judges, limits)
        options = Options(limits, modules, order.students, order.notebooks, order.force)
        with _progress(console) as progress:
            bar = progress.add_task(
                "Grading", total=len(order.students) or len(course.submissions())
            )
            results = Grader(course, judges, options, lambda _: progress.advance(bar)).grade()
    report = Report(order.assignment, kind, results, perf_counter() - began)
    report.path = _write(report, course)
    return report


def _course(order: Order) -> Course:
    """The course; of ours, the assignment's level comes first: junior/02-databases."""
    root = order.course_dir.resolve()
    level, _, assignment = order.assignment.rpartition("/")
    if level and root == ROOT:
        os.environ["LEVEL"] = level
    elif level:
        raise CourseError(
            f"An assignment of nbgrader has no slash in its name: {order.assignment}. For "
            f"another course than this one, name its folder: --course-dir {level}"
        )
    return Course(root, assignment)


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
        console=console,
        transient=True,
    )


def _write(report: Report, course: Course) -> Path:
    path = course.root / ".labs-grade" / course.assignment / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.as_html(), encoding="utf-8")
    return path
