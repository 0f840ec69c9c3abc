"""A submission that lost something is made whole again, and the report says how."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from labs.grading.course import Release, SourceCell
from labs.grading.match import UnreadableError, files, read, repair


def marked(kind: str, name: str, source: str) -> NotebookNode:
    marks = {
        "grade": kind == "test",
        "solution": kind == "answer",
        "locked": kind == "test",
        "grade_id": name,
        "schema_version": 3,
        "task": False,
    }
    if kind == "test":
        marks["points"] = 1
    return new_code_cell(source, id=name, metadata={"nbgrader": marks})


@pytest.fixture
def release() -> Release:
    cells = [
        new_markdown_cell("# Two exercises", id="title"),
        new_code_cell("import math", id="setup"),
        marked("answer", "a1", "def area(r):\n    raise NotImplementedError()"),
        marked("test", "t1", "assert area(0) == 0"),
        new_markdown_cell("The second one", id="text"),
        marked("answer", "a2", "def double(x):\n    raise NotImplementedError()"),
        marked("test", "t2", "assert double(2) == 4"),
    ]
    known = {
        name: SourceCell(name, "code", cell.source, name.startswith("t"), "", 1.0)
        for cell in cells
        if (name := cell.metadata.get("nbgrader", {}).get("grade_id"))
    }
    return Release("unit", None, known, new_notebook(cells=cells))


@pytest.fixture
def handed_in(release: Release) -> NotebookNode:
    assert release.notebook is not None
    notebook = copy.deepcopy(release.notebook)
    notebook.cells[2].source = "def area(r):\n    return math.pi * r ** 2"
    notebook.cells[5].source = "def double(x):\n    return 2 * x"
    return notebook


def names(notebook: NotebookNode) -> list[str]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]


WHOLE = ["", "", "a1", "t1", "", "a2", "t2"]


def test_what_is_whole_is_left_as_it_is(release: Release, handed_in: NotebookNode) -> None:
    before = copy.deepcopy(handed_in)
    assert repair(handed_in, release) == []
    assert handed_in == before


@pytest.mark.parametrize("ids", [True, False], ids=["by cell id", "by text and place"])
def test_cells_without_any_metadata_are_recognised(
    release: Release, handed_in: NotebookNode, ids: bool
) -> None:
    for number, cell in enumerate(handed_in.cells):
        cell.metadata = NotebookNode()
        cell.id = cell.id if ids else f"new-{number}"
    said = repair(handed_in, release)
    assert names(handed_in) == WHOLE
    assert len(said) == 4
    assert "recognised" in said[0]


def test_a_test_that_was_deleted_is_put_back_where_it_stood(
    release: Release, handed_in: NotebookNode
) -> None:
    del handed_in.cells[3]
    assert repair(handed_in, release) == ["t1 was deleted and was put back"]
    assert names(handed_in) == WHOLE


def test_cells_that_were_moved_are_put_in_order(release: Release, handed_in: NotebookNode) -> None:
    cells = handed_in.cells
    cells[2], cells[3] = cells[3], cells[2]
    assert repair(handed_in, release) == ["cells had been moved and were put in order"]
    assert names(handed_in) == WHOLE


def test_cells_of_one_s_own_stay_where_they_are(release: Release, handed_in: NotebookNode) -> None:
    handed_in.cells.insert(3, new_code_cell("area(1)"))
    assert repair(handed_in, release) == []
    assert names(handed_in) == ["", "", "a1", "", "t1", "", "a2", "t2"]


def test_metadata_that_is_broken_is_taken_off_and_the_cell_recognised(
    release: Release, handed_in: NotebookNode
) -> None:
    handed_in.cells[3].metadata["nbgrader"] = {"grade": "yes", "points": "all"}
    said = repair(handed_in, release)
    assert "broken" in said[0]
    assert names(handed_in) == WHOLE


def test_a_graded_cell_of_one_s_own_is_none_of_the_course_s(
    release: Release, handed_in: NotebookNode
) -> None:
    handed_in.cells.append(marked("test", "mine", "1"))
    assert repair(handed_in, release) == ["mine is no cell of the course"]
    assert "nbgrader" not in handed_in.cells[-1].metadata


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.4", "no JSON"),
        (b"[1, 2]", "no notebook"),
        (b'{"a": 1}', "no notebook"),
        (b'{"cells": 7, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "cannot be read"),
    ],
)
def test_a_file_that_is_no_notebook_says_why(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(content)


def test_a_notebook_of_an_old_format_is_read() -> None:
    old = nbformat.v3.new_notebook(
        worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell("1 + 1")])]
    )
    notebook = read(nbformat.v3.writes_json(old).encode())
    assert [cell.source for cell in notebook.cells] == ["1 + 1"]


def test_a_file_of_another_name_is_taken_for_what_is_missing(tmp_path: object) -> None:
    from pathlib import Path

    paths = [Path("02-reads (1).ipynb"), Path("01-schema.ipynb"), Path("holiday.ipynb")]
    found, said = files(paths, ["01-schema", "02-reads"])
    assert found == {"01-schema": paths[1], "02-reads": paths[0]}
    assert "was taken for it" in said[0]
    assert "holiday.ipynb" in said[1]
