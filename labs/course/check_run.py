"""A copy's cells, run for a check: each exercise is told as soon as it is known."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from labs.course.cells import Role, exercise, grade_id, graded_exercises, points, role, stub
from labs.course.check_report import CheckedExercise, CheckedTest
from labs.course.kernel import StoppedError, environment, run
from labs.course.scores import complaint, score

_HIDDEN = re.compile(r"BEGIN HIDDEN TESTS[^\n]*\n(.*?)\n[^\n]*END HIDDEN TESTS", re.DOTALL)


class Run:
    """The cells of a copy, run one after the other; what is known is told at once."""

    def __init__(
        self,
        source: NotebookNode,
        notebook: NotebookNode,
        everything: bool,
        tell: Callable[[str | CheckedExercise], object],
    ) -> None:
        self.notes: list[str] = []
        self._source, self._notebook, self._tell = source, notebook, tell
        self._everything = everything
        self._graded = graded_exercises(source)
        self._exercises: dict[str, CheckedExercise] = {}
        self._ended = ""
        self._failed = False

    def note(self, text: str) -> None:
        self.notes.append(text)
        self._tell(text)

    def cells(self, folder: Path, watch: Callable[[int, int], object]) -> None:
        """Run them; what an early end has kept from running counts as failed."""
        code = self._wanted()
        last = {exercise(cell): number for number, cell in enumerate(code)}
        ran = 0

        def after(_: int) -> None:
            nonlocal ran
            cell = code[ran]
            self._look(cell)
            if (name := exercise(cell)) and last[name] == ran and name in self._graded:
                self.exercise(name)
            ran += 1
            watch(ran, len(code))

        part = NotebookNode(self._notebook | {"cells": code})  # type: ignore[no-untyped-call]
        checking = environment(LABS_QUIET="1")
        try:
            run(part, folder, checking, allow_errors=True, watch=after)
        except StoppedError as error:
            for missed in code[ran:]:  # the one that ended it may have a count already
                missed.execution_count = None
            at = _first_line(error.cell)
            self._ended = f"Not run, since the run ended in the cell {at!r}.\n{error}"

    def exercise(self, name: str) -> CheckedExercise:
        """What came of it; told when it is asked for first."""
        if name not in self._exercises:
            found = _checked(name, self._source, self._notebook, self._ended)
            self._exercises[name] = found
            self._tell(found)
        return self._exercises[name]

    def _wanted(self) -> list[NotebookNode]:
        """The code cells to run: without those of the source that no exercise needs."""
        spared = {
            cell.id
            for cell in self._source.cells
            if not self._everything and role(cell) is Role.CODE and not exercise(cell)
        }
        return [
            cell
            for cell in self._notebook.cells
            if cell.cell_type == "code" and cell.source.strip() and cell.get("id") not in spared
        ]

    def _look(self, cell: NotebookNode) -> None:
        """Note the first error outside the exercises: it may be the reason for all that follow."""
        if role(cell) in (Role.SETUP, Role.CODE) and not self._failed:
            errors = [output for output in cell.outputs if output.output_type == "error"]
            if errors:
                self._failed = True
                self.note(f"The cell {_first_line(cell)!r} failed: {complaint(errors[:1])}")


def _first_line(cell: NotebookNode) -> str:
    return next((line.strip()[:80] for line in cell.source.splitlines() if line.strip()), "")


def _checked(
    name: str, source: NotebookNode, notebook: NotebookNode, ended: str
) -> CheckedExercise:
    tests, trouble, written = [], "", False
    for cell in notebook.cells:
        if exercise(cell) != name:
            continue
        if role(cell) is Role.ANSWER and cell.cell_type == "code":
            trouble = complaint(cell.outputs)
            written = written or stub(cell.source) not in cell.source
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
    written = written or any(test.points for test in tests)
    result = CheckedExercise(name, _title(source, name), tests, trouble, written)
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
