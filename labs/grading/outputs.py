"""What the cells of a notebook showed, put where nbgrader looks for it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

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
        shown = (_storable(output) for output in run.outputs)
        cell.outputs = [from_dict(output) for output in shown]  # type: ignore[no-untyped-call]
        cell.execution_count = run.number


def _storable(output: Mapping[str, Any]) -> dict[str, Any]:
    """A copy without what no file can hold: half of a pair of surrogates."""
    text = json.dumps(output, ensure_ascii=False)
    copied: dict[str, Any] = json.loads(text.encode(errors="replace"))
    return copied


def odd_points(notebook: NotebookNode) -> Iterator[str]:
    """What tests showed as points that are none, and what nbgrader makes of it, in sentences."""
    for cell in code_cells(notebook):
        points = _points_shown(cell) if is_grade(cell) else None
        if points is None:
            continue
        marks = cell.metadata["nbgrader"]
        if isnan(points) or points < 0:
            yield f"{marks['grade_id']} showed {points:g} points, for which nbgrader gives all."
        elif points > marks["points"]:
            yield f"{marks['grade_id']} showed {points:g} of {marks['points']:g} points: none."


def _points_shown(cell: NotebookNode) -> float | None:
    for output in cell.outputs:
        if output.output_type == "execute_result":
            try:
                return float(output["data"]["text/plain"])
            except (KeyError, TypeError, ValueError):
                return None
    return None
