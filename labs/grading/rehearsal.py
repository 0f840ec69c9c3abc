"""Before a class is graded, its own answers are: what they need must be here.

A part that is missing on this machine would cost everybody the points. And what the answers
import, the warm kernel then has imported for all.
"""

from collections.abc import Collection, Sequence

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_grade, is_solution

from labs.grading.course import Course, CourseError
from labs.grading.examiners import Examiners
from labs.grading.outputs import code_cells, fill, tests
from labs.grading.work import CellRun, Limits, Work


def rehearse(
    course: Course, examiners: Examiners, limits: Limits, notebooks: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Run the course's own notebooks; the modules that each of them imports, by name.

    Of `notebooks` those alone, if any are named.

    Raises:
        CourseError: a test does not give its points to the course's own answer.
    """
    running = {}
    for name, notebook in _sources(course).items():
        if notebooks and name not in notebooks:
            continue
        sources = tuple(cell.source for cell in code_cells(notebook))
        shared = course.releases[name].shared
        files = course.own_files
        work = Work("", name, sources, tests(notebook), shared, (), files, limits, rehearsal=True)
        running[name] = notebook, examiners.submit_everywhere(work)
    modules = {}
    for name, (notebook, futures) in running.items():
        rehearsed = [future.result() for future in futures]
        lost = max((_lost(notebook, examined.runs) for examined in rehearsed), key=len)
        if lost:
            raise CourseError(
                f"The course's own answers in {name} lose points here, so everybody would:\n"
                + "\n".join(f"  {what}" for what in lost)
                + "\nBring what is missing (for this course, `labs doctor` tells), or grade "
                "without the rehearsal: --no-rehearsal."
            )
        modules[name] = rehearsed[0].modules
    return modules


def _sources(course: Course) -> dict[str, NotebookNode]:
    """The course's own notebooks with their answers, as far as they are here."""
    found: dict[str, NotebookNode] = {}
    for name in course.releases:
        for step in ("source_with_tests", "source"):
            path = course.place(step) / f"{name}.ipynb"
            if path.exists() and name not in found:
                found[name] = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return found


def _lost(notebook: NotebookNode, runs: Sequence[CellRun]) -> list[str]:
    fill(notebook, runs)
    found = []
    for cell in code_cells(notebook):
        if is_grade(cell) and not is_solution(cell):
            points, most = determine_grade(cell)
            if points is not None and points < most:
                name = cell.metadata["nbgrader"]["grade_id"]
                found.append(f"{name}: {points:g} of {most:g} points{_why(cell)}")
    return found


def _why(cell: NotebookNode) -> str:
    for output in cell.outputs:
        if output.output_type == "error":
            return f" ({output.ename}: {output.evalue[:200]})"
        if output.output_type == "stream" and output.name == "stderr":
            return f" (on stderr: {output.text[:200]!r})"
    return ""
