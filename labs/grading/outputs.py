"""What the cells of a notebook showed, put where nbgrader looks for it."""

import copy
from collections.abc import Sequence

from nbformat import NotebookNode, from_dict
from nbgrader.utils import is_grade, is_locked

from labs.grading.work import CellRun


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that are run, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tests(notebook: NotebookNode) -> frozenset[int]:
    """Which of the code cells are tests: graded, and the course's own text."""
    cells = enumerate(code_cells(notebook))
    return frozenset(n for n, cell in cells if is_grade(cell) and is_locked(cell))


def fill(notebook: NotebookNode, runs: Sequence[CellRun]) -> None:
    """Store what each code cell showed, in place."""
    for cell, run in zip(code_cells(notebook), runs, strict=True):
        shown = (copy.deepcopy(dict(output)) for output in run.outputs)
        cell.outputs = [from_dict(output) for output in shown]  # type: ignore[no-untyped-call]
        cell.execution_count = run.number
