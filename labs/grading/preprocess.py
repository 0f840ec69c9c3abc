"""nbgrader's own steps before and after the cells run, without a database round trip per cell."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    Execute,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets.utils.importstring import import_item

from labs.grading.course import Course, Release


class _Book:
    """What OverwriteCells asks of a gradebook, answered from memory."""

    def __init__(self, release: Release) -> None:
        self._release = release

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
        if name not in self._release.cells:
            raise MissingEntry(f"No such source cell: {name}")
        return self._release.cells[name]

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
        cell = self.find_source_cell(name, notebook, assignment)
        if cell.max_score is None:
            raise MissingEntry(f"No such graded cell: {name}")
        return cell

    def find_notebook(self, notebook: str, assignment: str) -> Any:
        cells = self._release.cells.values()
        kinds = {
            f"{kind}_cells": [cell for cell in cells if kind in cell.kinds]
            for kind in ("grade", "solution", "task")
        }
        return SimpleNamespace(source_cells=[*cells], **kinds)


class _Overwrite(OverwriteCells):  # type: ignore[misc]  # nbgrader is untyped
    release: Release

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        self.notebook_id = resources["nbgrader"]["notebook"]
        self.assignment_id = resources["nbgrader"]["assignment"]
        self.gradebook = _Book(self.release)
        nb, resources = super(OverwriteCells, self).preprocess(nb, resources)
        if self.add_missing_cells:
            nb, resources = self.add_missing_grade_cells(nb, resources)
            nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class _Check(CheckCellMetadata):  # type: ignore[misc]  # nbgrader is untyped
    """Finds the same marks valid once: all of a class have them in common."""

    valid: set[str]

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        marks = json.dumps([(cell.cell_type, cell.metadata.get("nbgrader")) for cell in nb.cells])
        if marks not in self.valid:
            nb, resources = super().preprocess(nb, resources)
            self.valid.add(marks)
        return nb, resources


class Steps:
    """The preprocessors that the course's configuration names, for one of its notebooks."""

    def __init__(self, course: Course, release: Release) -> None:
        self._course = course
        self._release = release
        self._valid: set[str] = set()
        ours = (Execute, SaveAutoGrades, AssignLatePenalties)
        before, after = (
            [import_item(kind) if isinstance(kind, str) else kind for kind in kinds]
            for kinds in (
                course.converter.sanitize_preprocessors,
                course.converter.autograde_preprocessors,
            )
        )
        self._before = [self._made(kind) for kind in before]
        self._after = [
            self._made(kind)
            for kind in after
            if not (isinstance(kind, type) and issubclass(kind, ours))
        ]

    def _made(self, kind: Any) -> Preprocessor | Callable[..., Any]:
        """A step from a class; nbconvert takes functions and what is made already, too."""
        if not isinstance(kind, type):
            step: Callable[..., Any] = kind
            return step
        kind = {OverwriteCells: _Overwrite, CheckCellMetadata: _Check}.get(kind, kind)
        made: Preprocessor = kind(parent=self._course.converter)
        if isinstance(made, _Overwrite):
            made.release = self._release
        if isinstance(made, _Check):
            made.valid = self._valid
        return made

    def before(self, notebook: NotebookNode, student: str) -> NotebookNode:
        """The notebook as it is to be run: outputs cleared, the course's cells put back."""
        resources = self._resources(student)
        for step in self._before:
            if isinstance(step, OverwriteKernelspec):
                if self._release.kernel:
                    notebook.metadata["kernelspec"] = json.loads(self._release.kernel)
                continue
            notebook, resources = step(notebook, resources)
        return notebook

    def after(self, notebook: NotebookNode, student: str) -> NotebookNode:
        """The notebook that has run as nbgrader keeps it: long outputs cut."""
        resources = self._resources(student)
        for step in self._after:
            notebook, resources = step(notebook, resources)
        return notebook

    def _resources(self, student: str) -> dict[str, Any]:
        return {
            "unique_key": self._release.name,
            "nbgrader": {
                "student": student,
                "assignment": self._course.assignment,
                "notebook": self._release.name,
                "db_url": self._course.directory.db_url,
            },
            "metadata": SimpleNamespace(),
        }
