"""Keep what was examined: the files and the gradebook, as `nbgrader autograde` does, never half.

Each submission is written to a folder beside its place and committed to the gradebook at once;
then the folder takes its place. Killed in between, the next run does it again: nothing is counted
twice, since scores are set and not added.
"""

import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from sqlalchemy.exc import SAWarning

from labs.grading.course import Course, Submission, handed_in_at
from labs.grading.handed_in import HandedIn


def write(
    course: Course,
    book: Gradebook,
    submission: Submission,
    handed_in: HandedIn,
    notebooks: Mapping[str, NotebookNode | None],
) -> tuple[float, float, bool]:
    """Keep the notebooks that ran, by name; None stands for one that gives no points.

    Gives the points of the submission, of how many, and whether a person has to give others.
    """
    place = course.place("autograded", submission.student)
    partial = place.with_name(f".{place.name}.partial")
    _remove(partial)
    partial.mkdir(parents=True)
    for name, content in course.beside(handed_in).items():
        target = partial / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for name, notebook in notebooks.items():
        if notebook is not None:
            path = partial / f"{name}.ipynb"
            nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    for path in place.glob("*.ipynb"):
        if path.stem in course.releases and path.stem not in notebooks:  # it was not asked for
            shutil.copy(path, partial)
    points = _record(course, book, submission, handed_in, notebooks)
    old = place.with_name(f".{place.name}.old")
    _remove(old)
    if place.exists():
        place.rename(old)
    partial.rename(place)
    _remove(old)
    course.converter.set_permissions(course.assignment, submission.student)
    return points


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _record(
    course: Course,
    book: Gradebook,
    submission: Submission,
    handed_in: HandedIn,
    notebooks: Mapping[str, NotebookNode | None],
) -> tuple[float, float, bool]:
    book.update_or_create_student(submission.student)
    told = {}
    when = handed_in_at(handed_in)
    if when:
        told["timestamp"] = when
    with warnings.catch_warnings():  # nbgrader's own, of how it adds a submission
        warnings.simplefilter("ignore", SAWarning)
        entry = book.update_or_create_submission(course.assignment, submission.student, **told)
    with book.db.no_autoflush:
        for each in entry.notebooks:
            cells = each.notebook.grade_cells  # loads all; or the name of each is a query
            if each.name not in notebooks:  # it was not asked for
                continue
            notebook = notebooks[each.name]
            if notebook is None:
                _give_nothing(each)
            else:
                _give(each, notebook)
            del cells
    book.db.flush()
    for each in entry.notebooks:
        if notebooks.get(each.name) is not None:
            _penalise(course, entry, each, submission.student)
    book.db.commit()
    return float(entry.score), float(entry.max_score), bool(entry.needs_manual_grade)


def _give_nothing(entry: SubmittedNotebook) -> None:
    for grade in entry.grades:
        grade.auto_score = 0
        grade.needs_manual_grade = False


def _give(entry: SubmittedNotebook, notebook: NotebookNode) -> None:
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    by_name = {cell.metadata["nbgrader"].get("grade_id"): cell for cell in cells}
    for grade in entry.grades:
        cell = by_name.get(grade.name)
        if cell is None or not is_grade(cell):
            continue
        grade.auto_score = _score(cell)
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
    for comment in entry.comments:
        cell = by_name.get(comment.name)
        if cell is None or not (is_solution(cell) or is_task(cell)):
            continue
        untouched = cell.metadata["nbgrader"].get("checksum") == compute_checksum(cell)
        comment.auto_comment = "No response." if untouched and not is_task(cell) else None


def _score(cell: NotebookNode) -> float | None:
    try:
        score, _ = determine_grade(cell)
    except (KeyError, ValueError):  # a value above the points, or none that can be read
        return 0.0
    return None if score is None else float(score)


def _penalise(
    course: Course, entry: SubmittedAssignment, notebook: SubmittedNotebook, student: str
) -> None:
    notebook.late_submission_penalty = None
    if entry.total_seconds_late <= 0:
        return
    rule = AssignLatePenalties(parent=course.converter)
    rule.init_plugin()
    penalty = rule.plugin_inst.late_submission_penalty(
        student, notebook.score, entry.total_seconds_late
    )
    if penalty is not None:
        notebook.late_submission_penalty = rule._check_late_penalty(notebook, penalty)
