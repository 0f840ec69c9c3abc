"""Make a submission whole again: which of its cells is which of the course's.

A cell is known by its grade id; failing that by its cell id, by its text, and last by where it
stands. What the course locked and the submission lacks is put back where it belongs.
"""

import copy
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import is_grade, is_solution
from rapidfuzz import fuzz

from labs.grading.course import Release

_NAMES_ALIKE = 70
"""From this likeness on, of 100, a file of another name is taken for a missing notebook."""

_ALIKE = 60
"""From this likeness on, of 100, a cell without metadata is taken for the course's."""


MOST_PARTS, MOST_CELLS, MOST_TEXT, DEEPEST = 3_000_000, 10_000, 20_000_000, 100
"""What a notebook may have of brackets and braces in its file, of cells, of characters in them,
and of levels without the outputs; more would take the grader's own memory, time and stack."""


_MARKS = ("grade", "solution", "locked", "task", "points")


class UnreadableError(ValueError):
    """A file that is no notebook; the message says why."""


def read(content: bytes) -> NotebookNode:
    """The notebook in a file that somebody handed in, whatever its format's age.

    Raises:
        UnreadableError: it is empty, no JSON, or no notebook.
    """
    if not content.strip():
        raise UnreadableError("the file is empty")
    if content.count(b"[") + content.count(b"{") > MOST_PARTS:
        raise UnreadableError(f"the file has more than {MOST_PARTS:,} parts")
    try:
        raw = json.loads(content.decode("utf-8-sig", "replace"))
    except ValueError:
        raise UnreadableError("the file is no JSON") from None
    except RecursionError:
        raise UnreadableError("the file is nested too deep") from None
    if not isinstance(raw, dict) or not ({"cells", "worksheets"} & set(raw)):
        raise UnreadableError("the file is no notebook")
    try:
        _without_outputs(raw)
        text = json.dumps(raw, ensure_ascii=False).encode(errors="replace").decode()
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            cell.metadata, cell.source = cell.get("metadata", {}), _text(cell.get("source", ""))
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
    except UnreadableError:
        raise
    except Exception as error:  # a broken notebook breaks nbformat in many ways
        raise UnreadableError(f"the notebook cannot be read ({error})") from error
    if sum(len(cell.source) for cell in notebook.cells) > MOST_TEXT:
        raise UnreadableError(f"its cells have more than {MOST_TEXT:,} characters")
    return cast("NotebookNode", notebook)


def _without_outputs(raw: dict[str, Any]) -> None:
    """Drop the outputs, which are made anew; what is left must be of a notebook's size.

    Raises:
        UnreadableError: it has too many cells, or too many levels.
    """
    sheets = [sheet for sheet in raw.get("worksheets", []) if isinstance(sheet, dict)]
    cells = [cell for part in (raw, *sheets) for cell in part.get("cells", [])]
    if len(cells) > MOST_CELLS:
        raise UnreadableError(f"the notebook has more than {MOST_CELLS:,} cells")
    for cell in cells:
        if isinstance(cell, dict) and "outputs" in cell:
            cell["outputs"] = []
    level: list[Any] = [raw]
    for _ in range(DEEPEST):
        level = [part for whole in level for part in _parts(whole)]
    if level:
        raise UnreadableError(f"the notebook is nested more than {DEEPEST} levels deep")


def _parts(value: object) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _text(source: object) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def files(paths: list[Path], wanted: list[str]) -> tuple[dict[str, Path], list[str]]:
    """Which file is which notebook of the assignment, by name; what was guessed is said."""
    found = {path.stem: path for path in paths if path.stem in wanted}
    others = [path for path in paths if path.stem not in wanted]
    said = []
    for name in wanted:
        if name in found or not others:
            continue
        likest = max(others, key=lambda path: fuzz.ratio(path.stem, name))
        if fuzz.ratio(likest.stem, name) >= _NAMES_ALIKE:
            found[name] = likest
            others.remove(likest)
            said.append(f"{name}: {likest.name} was taken for it.")
    said += (
        f"{path.name!r} is no notebook of this assignment; it was left out." for path in others
    )
    return found, said


def repair(notebook: NotebookNode, release: Release) -> list[str]:
    """Bring the notebook's cells back to the release's, in place; say what was done."""
    given = _expected(release)
    said = list(_clean_metadata(notebook, given, release))
    said += _once_each(notebook)
    for recognised in (_by_cell_id, _by_text, _by_likeness, _by_place):
        found = {_id(cell) for cell in notebook.cells}
        for wanted in given:
            cell = None if _id(wanted) in found else recognised(wanted, notebook, release)
            if cell is not None:
                cell.metadata["nbgrader"] = copy.deepcopy(wanted.metadata["nbgrader"])
                said.append(f"{_id(wanted)} had lost its metadata and was recognised")
    found = {_id(cell) for cell in notebook.cells}
    for place, cell in enumerate(given):
        if _id(cell) not in found:
            _put_back(cell, given[place - 1] if place else None, notebook)
            said.append(f"{_id(cell)} was deleted and was put back")
            found.add(_id(cell))
    said += _as_marked(notebook, given, release)
    said += _in_order(notebook, given)
    return said


def _expected(release: Release) -> list[NotebookNode]:
    """The release's cells that nbgrader knows, in their order."""
    if release.notebook is None:
        return []
    known = [cell for cell in release.notebook.cells if _id(cell) in release.cells]
    return [copy.deepcopy(cell) for cell in known]


def _id(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader")
    return str(marks.get("grade_id") or "") if isinstance(marks, dict) else ""


def _clean_metadata(
    notebook: NotebookNode, given: list[NotebookNode], release: Release
) -> Iterator[str]:
    """Take nbgrader's marks off cells where they are broken, or not the course's."""
    validator = MetadataValidator()
    valid = [cell.metadata["nbgrader"] for cell in given]
    for cell in notebook.cells:
        if "nbgrader" not in cell.metadata:
            continue
        marks = cell.metadata["nbgrader"]
        if marks in valid:
            continue
        try:
            validator.upgrade_cell_metadata(cell)
            validator.validate_cell(cell)
        except Exception:  # whatever was written there
            del cell.metadata["nbgrader"]
            name = str(marks.get("grade_id", "")) if isinstance(marks, dict) else ""
            yield f"the metadata of {name or 'a cell'} was broken"
            continue
        if _id(cell) not in release.cells:
            if is_grade(cell) or is_solution(cell):
                yield f"{_id(cell)} is no cell of the course"
            del cell.metadata["nbgrader"]


def _as_marked(
    notebook: NotebookNode, given: list[NotebookNode], release: Release
) -> Iterator[str]:
    """Mark the course's cells as the course does: what is graded, for how much, what is locked.

    Their text is put back later, by nbgrader; here it is only said.
    """
    wanted = {_id(cell): cell for cell in given}
    for cell in notebook.cells:
        name = _id(cell)
        if name not in wanted:
            continue
        course, known = wanted[name], release.cells[name]
        ours, theirs = course.metadata["nbgrader"], cell.metadata["nbgrader"]
        changed = [mark for mark in _MARKS if (ours.get(mark) or 0) != (theirs.get(mark) or 0)]
        if changed:
            cell.metadata["nbgrader"] = copy.deepcopy(ours)
            yield f"{name} had other marks ({', '.join(changed)}); the course's were put back"
        if cell.cell_type != course.cell_type:
            yield f"{name} was made a {cell.cell_type} cell; it was made {course.cell_type} again"
            _convert(cell, course.cell_type)
        texts = {_squeezed(course.source), _squeezed(known.source)}
        if known.locked and _squeezed(cell.source) not in texts:
            yield f"{name}, which is locked, had another text; the course's was put back"


def _once_each(notebook: NotebookNode) -> Iterator[str]:
    """Of cells with one grade id leave the last its marks, as nbgrader does."""
    seen = set()
    for cell in reversed(notebook.cells):
        name = _id(cell)
        if name in seen:
            del cell.metadata["nbgrader"]
            yield f"{name} was there more than once; the last one counts"
        elif name:
            seen.add(name)


def _convert(cell: NotebookNode, kind: str) -> None:
    """Make it a cell of this kind, in place; what only the other kind has is dropped."""
    for key in cell.keys() - {"id", "metadata", "source"}:
        del cell[key]
    cell.cell_type = kind
    if kind == "code":
        cell.outputs, cell.execution_count = [], None


def _free(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if not _id(cell)]


def _by_cell_id(wanted: NotebookNode, notebook: NotebookNode, _: Release) -> NotebookNode | None:
    """The cell that still has the id of `wanted`."""
    same = (cell for cell in _free(notebook) if cell.get("id") == wanted.get("id", ""))
    return next(same, None)


def _by_text(wanted: NotebookNode, notebook: NotebookNode, _: Release) -> NotebookNode | None:
    """The cell with the text of `wanted`."""
    text = _squeezed(wanted.source)
    return next((cell for cell in _free(notebook) if _squeezed(cell.source) == text), None)


def _by_likeness(
    wanted: NotebookNode, notebook: NotebookNode, release: Release
) -> NotebookNode | None:
    """The new cell whose text is most like that of `wanted`, if it is like enough."""
    ranked = [
        (fuzz.ratio(cell.source, wanted.source, score_cutoff=_ALIKE), cell)
        for cell in _new(notebook, release)
        if cell.cell_type == wanted.cell_type
    ]
    likeness, cell = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return cell if likeness >= _ALIKE else None


def _by_place(
    wanted: NotebookNode, notebook: NotebookNode, release: Release
) -> NotebookNode | None:
    """The one new cell that stands between the neighbours of an answer, if there is but one."""
    if not is_solution(wanted):
        return None
    order = [_id(cell) for cell in _expected(release)]
    place = order.index(_id(wanted))
    cells = notebook.cells
    known = {_id(cell): number for number, cell in enumerate(cells) if _id(cell)}
    start = max((known[name] for name in order[:place] if name in known), default=-1)
    end = min((known[name] for name in order[place + 1 :] if name in known), default=len(cells))
    new = [id(cell) for cell in _new(notebook, release) if cell.cell_type == wanted.cell_type]
    between = [cell for cell in cells[start + 1 : end] if id(cell) in new]
    return between[0] if len(between) == 1 else None


def _new(notebook: NotebookNode, release: Release) -> list[NotebookNode]:
    """Cells that are none of the course's, as far as is known by now."""
    others = {_squeezed(cell.source) for cell in _plain_cells(release)}
    return [cell for cell in _free(notebook) if _squeezed(cell.source) not in others]


def _plain_cells(release: Release) -> list[NotebookNode]:
    return [cell for cell in release.notebook.cells if not _id(cell)] if release.notebook else []


def _squeezed(source: str) -> str:
    return "".join(source.split())


def _put_back(cell: NotebookNode, before: NotebookNode | None, notebook: NotebookNode) -> None:
    """Insert the course's cell after the one that stood before it."""
    names = [_id(other) for other in notebook.cells]
    place = names.index(_id(before)) + 1 if before is not None else 0
    notebook.cells.insert(place, cell)


def _in_order(notebook: NotebookNode, given: list[NotebookNode]) -> Iterator[str]:
    """Move the course's cells into the course's order, where they are not."""
    order = {_id(cell): number for number, cell in enumerate(given)}
    # Of a doubled one nbgrader takes the last.
    last = {_id(cell): place for place, cell in enumerate(notebook.cells) if _id(cell) in order}
    places = sorted(last.values())
    ranked = [notebook.cells[last[name]] for name in order if name in last]
    if all(notebook.cells[place] is cell for place, cell in zip(places, ranked, strict=True)):
        return
    for place, cell in zip(places, ranked, strict=True):
        notebook.cells[place] = cell
    yield "cells had been moved and were put in order"
