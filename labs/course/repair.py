"""A learner's copy made fit for checking: the graded cells of the source put in its place."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from labs.course.cells import Role, exercise, grade_id, role
from labs.course.files import UnreadableNotebookError, read_json
from labs.course.units import Unit


class CopyError(RuntimeError):
    """The copy cannot be checked; the message says why, and what to do."""


def read_copy(unit: Unit, copy: Path) -> NotebookNode:
    """The learner's copy as it was saved last, with nothing that only this machine knows.

    Raises CopyError if there is no file, or no notebook in it.
    """
    try:
        saved = read_json(copy)
    except FileNotFoundError:
        raise CopyError(
            f"There is no copy of {unit.name} at {copy}.\n"
            "`make lab` writes it; then open it, work in it, and save it (Ctrl+S)."
        ) from None
    except OSError as error:
        raise CopyError(f"{copy} cannot be read: {error.strerror}.") from error
    except UnreadableNotebookError as error:
        raise CopyError(
            f"{copy} cannot be checked: {error}.\n"
            "If it is open in JupyterLab, save it there (Ctrl+S). If not, rename it: `make lab` "
            "then writes a fresh copy, and you can take over what is left of yours."
        ) from error
    notebook: NotebookNode = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": saved["cells"], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
        cell.setdefault("metadata", {})
        _reset_outputs(cell)
    return notebook


def with_graded_cells(unit: Unit, source: NotebookNode, own: NotebookNode) -> list[str]:
    """Put the graded cells of the source, hidden tests included, into the learner's notebook.

    A cell counts as the source's by its grade_id, or by its cell id if the metadata are lost.
    Returns what the learner should know about cells that were moved, doubled or deleted.
    Raises CopyError if no cell of an exercise is recognised.
    """
    notes = _name_cells(unit, source, own)
    for cell in source.cells:
        if role(cell) is Role.ANSWER and not _find(own, cell):
            notes.append(f"{grade_id(cell)}: the answer cell is not in your copy.")
        if _is_test(cell):
            notes += _put(source, own, cell)
    return notes


def _name_cells(unit: Unit, source: NotebookNode, own: NotebookNode) -> list[str]:
    """Give each recognised cell the metadata of the source; the last of several counts."""
    by_name = {grade_id(cell): cell for cell in source.cells if grade_id(cell)}
    by_id = {cell.id: cell for cell in by_name.values()}
    notes, seen = [], set()
    for cell in reversed(own.cells):
        original = by_name.get(_own_name(cell)) or by_id.get(cell.get("id"))
        cell.metadata.pop("nbgrader", None)
        if original is None:
            continue
        name = grade_id(original)
        if name in seen:
            notes.append(
                f"{name}: this cell is in your copy twice. The last one counts here; delete one "
                "of them before you hand in, since nbgrader refuses such a notebook."
            )
            continue
        seen.add(name)
        cell.metadata = deepcopy(original.metadata)
        if cell.cell_type != original.cell_type:
            cell.cell_type = original.cell_type
            _reset_outputs(cell)
            notes.append(f"{name}: it was turned into another type of cell, and is turned back.")
    if not any(_find(own, cell) for cell in by_name.values() if exercise(cell)):
        raise CopyError(
            f"This is not a copy of {unit.name}: none of its exercise cells are in it.\n"
            "Their names are lost (another program may have saved it), or it is another notebook. "
            "Rename it: `make lab` then writes a fresh copy, into which you can paste your answers."
        )
    return notes


def _reset_outputs(cell: NotebookNode) -> None:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _own_name(cell: NotebookNode) -> str:
    grader: Any = cell.metadata.get("nbgrader")
    return str(grader.get("grade_id", "")) if isinstance(grader, dict) else ""


def _put(source: NotebookNode, own: NotebookNode, test: NotebookNode) -> list[str]:
    """Put a graded cell where the learner has it, or after what stands before it in the source."""
    earlier = [cell for cell in source.cells[: source.cells.index(test)] if _find(own, cell)]
    answers = [cell for cell in earlier if _is_answer_of(cell, test)]
    place = _find(own, test)
    if place > max((_find(own, cell) for cell in answers), default=0):
        own.cells[place - 1] = deepcopy(test)
        return []
    if place:
        del own.cells[place - 1]
    after = max((_find(own, cell) for cell in [*answers, *earlier[-1:]]), default=len(own.cells))
    own.cells.insert(after, deepcopy(test))
    how = "stands before its answer" if place else "is not in your copy"
    return [f"{grade_id(test)}: this check {how}. It was put in its place for now."]


def _is_answer_of(cell: NotebookNode, test: NotebookNode) -> bool:
    return role(cell) is Role.ANSWER and exercise(cell) == exercise(test)


def _is_test(cell: NotebookNode) -> bool:
    """Whether the cell is graded by running it, and so not the learner's to write."""
    return role(cell) is Role.TEST and not cell.metadata.nbgrader.get("solution")


def _find(own: NotebookNode, cell: NotebookNode) -> int:
    """The place of the source's cell among the learner's, from 1; 0 if it is not there."""
    name = grade_id(cell)
    for number, candidate in enumerate(own.cells, 1):
        if grade_id(candidate) == name and (name or candidate.get("id") == cell.id):
            return number
    return 0
