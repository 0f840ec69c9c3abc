"""`labs check`: the exercises of a learner's saved copy, judged as nbgrader would judge them.

The copy is only read. Its graded cells are replaced by the source's, hidden tests included,
and everything is run in a fresh kernel. A graded cell that fails or writes to stderr is
worth 0 points, as under nbgrader.
"""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode

from labs.course.cells import Role, exercise, grade_id, points, role
from labs.course.check_report import CheckedExercise, CheckedTest, CheckReport
from labs.course.kernel import TIMEOUT, StoppedError, environment, run
from labs.course.options import nbgrader_options
from labs.course.outputs import written_to_stderr
from labs.course.repair import read_copy, with_graded_cells
from labs.course.units import Unit

__all__ = ["CheckReport", "check", "complaint", "score"]

MESSAGE_LINES = 12
_CELL_FILE = re.compile(r"\((?:<[^>]*>|[^\s()]*\.py), line (\d+)\)")
_HIDDEN = re.compile(r"BEGIN HIDDEN TESTS[^\n]*\n(.*?)\n[^\n]*END HIDDEN TESTS", re.DOTALL)


def check(
    unit: Unit, copy: Path, *, watch: Callable[[int, int], object] | None = None
) -> CheckReport:
    """Judge the copy; `watch` is called with how many cells have run, of how many.

    Raises CopyError if the file is missing, unreadable, or not a copy of this unit.
    """
    started = time.perf_counter()
    source = unit.read()
    notebook = read_copy(unit, copy)
    saved = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
    notes = with_graded_cells(unit, source, notebook)
    ended = _run(notebook, copy.parent, watch)
    notes += _first_failure(notebook)
    return CheckReport(
        unit=unit.name,
        title=unit.title,
        copy=copy,
        saved=saved,
        seconds=time.perf_counter() - started,
        exercises=[_exercise(name, source, notebook, ended) for name in _names(source)],
        notes=notes,
    )


def score(cell: NotebookNode) -> float:
    """The points of a graded cell that has run: what nbgrader's determine_grade says."""
    most = points(cell)
    for output in cell.outputs:
        if output.output_type == "error" or output.get("name") == "stderr":
            return 0
        if output.output_type == "execute_result":
            try:
                value = float(output.data.get("text/plain", ""))
            except ValueError:
                return most
            return min(value, most) if value >= 0 else most
    return most


def complaint(outputs: list[NotebookNode]) -> str:
    """Why a cell gives no points, in at most 12 lines; empty if nothing failed."""
    errors = {output.ename: output for output in outputs if output.output_type == "error"}
    if TIMEOUT["ename"] in errors:
        return f"It ran for more than {nbgrader_options().Execute.timeout} s and was stopped."
    for name, error in errors.items():
        said = error.evalue if name == "CheckFailed" else f"{name}: {error.evalue}".rstrip(": ")
        return _short(_CELL_FILE.sub(r"(line \1)", said))
    if said := written_to_stderr(outputs):
        return _short(f"It wrote to stderr, for which nbgrader gives 0 points:\n{said.strip()}")
    return ""


def _run(notebook: NotebookNode, folder: Path, watch: Callable[[int, int], object] | None) -> str:
    """Run all cells; returns why the last ones were not reached, if so."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    ran = 0

    def count(_: int) -> None:
        nonlocal ran
        ran += 1
        if watch:
            watch(ran, len(code))

    try:
        run(
            notebook,
            folder,
            environment(LABS_QUIET="1"),
            allow_errors=True,
            watch=count,
        )
    except StoppedError as error:
        for missed in code[ran:]:  # the one that ended it may have a count already
            missed.execution_count = None
        return f"Not run, since the run ended in the cell {_first_line(error.cell)!r}.\n{error}"
    return ""


def _first_failure(notebook: NotebookNode) -> list[str]:
    """The first error outside the exercises: it may be the reason for all that follow."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and role(cell) in (Role.SETUP, Role.CODE):
            for output in cell.outputs:
                if output.output_type == "error":
                    return [f"The cell {_first_line(cell)!r} failed: {complaint([output])}"]
    return []


def _first_line(cell: NotebookNode) -> str:
    return next((line.strip()[:80] for line in cell.source.splitlines() if line.strip()), "")


def _names(source: NotebookNode) -> list[str]:
    graded = (exercise(cell) for cell in source.cells if role(cell) is Role.TEST)
    return list(dict.fromkeys(name for name in graded if name))


def _exercise(
    name: str, source: NotebookNode, notebook: NotebookNode, ended: str
) -> CheckedExercise:
    tests, trouble = [], ""
    for cell in notebook.cells:
        if exercise(cell) != name:
            continue
        if role(cell) is Role.ANSWER and cell.cell_type == "code":
            trouble = complaint(cell.outputs)
        if role(cell) is Role.TEST:
            ran = cell.execution_count is not None
            got = score(cell) if ran else 0
            tests.append(
                CheckedTest(
                    name=grade_id(cell),
                    points=got,
                    of=points(cell),
                    message=complaint(cell.outputs) if ran else ended,
                )
            )
    result = CheckedExercise(name, _title(source, name), tests, trouble)
    return replace(result, explanation=_explanation(source, name)) if result.passed else result


def _title(source: NotebookNode, name: str) -> str:
    for cell in source.cells:
        if exercise(cell) == name and role(cell) is Role.TEXT:
            return str(cell.source.strip().splitlines()[0]).lstrip("# ")
    return name


def _explanation(source: NotebookNode, name: str) -> str:
    texts = [
        match[1].strip()
        for cell in source.cells
        if exercise(cell) == name and role(cell) is Role.WHY
        for match in _HIDDEN.finditer(cell.source)
    ]
    return "\n\n".join(texts)


def _short(text: str) -> str:
    lines = text.strip().splitlines()
    if len(lines) > MESSAGE_LINES:
        lines = [*lines[: MESSAGE_LINES - 1], "…"]
    return "\n".join(lines)
