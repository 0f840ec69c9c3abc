"""What a hostile hand-in does to the grader itself, which reads it outside of every sandbox.

Each attacker sits in a class beside an honest student. Nothing that he hands in leads the grader
to read or write elsewhere, to wait, or to stop; his attempt is said, and the honest are untouched.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.journal import Graded
from tests.support.classes import (
    ASSIGNMENT,
    NOTEBOOK,
    RIGHT,
    answered,
    hand_in,
    kept_points,
    make_course,
)
from tests.support.stock import nbgrader_unchecked

pytestmark = pytest.mark.timeout(600)

SECRET = "what only the teacher may read"  # noqa: S105


@dataclass(frozen=True)
class HandIn:
    """Something odd, put into a right submission's folder."""

    what: str
    do: Callable[[Path, Path], object]
    """Called with the submission's folder and the course."""
    flag: str = ""
    """Part of what the report says."""
    points: float = 6
    """What the rest of the submission is still worth, of 6."""
    stock: str = ""
    """What stock makes of it: `graded`, `lost`, `leaks` a file of the teacher's, `ends` the batch;
    not shown where that would take minutes."""


def link(name: str, target: str) -> Callable[[Path, Path], object]:
    """A link to a path of the course, or to one of the system's."""
    return lambda folder, course: (folder / name).symlink_to(course / target)


def changed(change: Callable[[NotebookNode], object]) -> Callable[[Path, Path], object]:
    """The notebook, with something done to it."""

    def do(folder: Path, _: Path) -> None:
        path = folder / f"{NOTEBOOK}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        path.write_text(json.dumps(notebook))

    return do


def content(make: Callable[[dict[str, Any]], str]) -> Callable[[Path, Path], object]:
    """The notebook's file, written anew from its values."""

    def do(folder: Path, _: Path) -> None:
        path = folder / f"{NOTEBOOK}.ipynb"
        path.write_text(make(json.loads(path.read_text())))

    return do


def a_folder_for_a_notebook(folder: Path, _: Path) -> None:
    path = folder / f"{NOTEBOOK}.ipynb"
    path.unlink()
    path.mkdir()
    (path / "inside.txt").write_text("x")


def a_link_for_a_notebook(folder: Path, course: Path) -> None:
    path = folder / f"{NOTEBOOK}.ipynb"
    path.unlink()
    path.symlink_to(course / "source" / ASSIGNMENT / path.name)


def a_folder_for_a_file(folder: Path, _: Path) -> None:
    (folder / "data.txt").mkdir()
    (folder / "data.txt" / "x").write_text("x")


def a_loop_of_links(folder: Path, _: Path) -> None:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")


def a_huge_file(folder: Path, _: Path) -> None:
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(2**40)  # it takes no place on the disk


def a_huge_notebook(folder: Path, _: Path) -> None:
    with (folder / f"{NOTEBOOK}.ipynb").open("r+b") as file:
        file.truncate(2**40)


def a_name_in_no_encoding(folder: Path, _: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("x")


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def a_test_of_his_own(notebook: NotebookNode) -> None:
    cell_of(notebook, "a-double").source = "def double(x):\n    return 0"
    cell_of(notebook, "t-double").source = "pass"


def other_points(notebook: NotebookNode) -> None:
    cell_of(notebook, "t-double").metadata["nbgrader"]["points"] = 100


def a_test_to_be_graded_by_hand(notebook: NotebookNode) -> None:
    cell_of(notebook, "a-double").source = "def double(x):\n    return 0"
    cell_of(notebook, "t-double").metadata["nbgrader"].update(solution=True, locked=False)


def a_test_that_is_none(notebook: NotebookNode) -> None:
    cell_of(notebook, "a-double").source = "def double(x):\n    return 0"
    cell = cell_of(notebook, "t-double")
    cell.metadata["nbgrader"].update(grade=False, locked=False)
    del cell.metadata["nbgrader"]["points"]


def a_test_as_text(notebook: NotebookNode) -> None:
    cell_of(notebook, "a-double").source = "def double(x):\n    return 0"
    cell = cell_of(notebook, "t-double")
    for key in ("outputs", "execution_count"):
        del cell[key]
    cell.update(cell_type="markdown", source="Passed.", attachments={})


def a_test_twice(notebook: NotebookNode) -> None:
    cell_of(notebook, "a-double").source = "def double(x):\n    return 0"
    marks = dict(cell_of(notebook, "t-double").metadata["nbgrader"])
    easy = [new_code_cell("1", metadata={"nbgrader": dict(marks)}) for _ in range(2)]
    notebook.cells.insert(0, easy[0])
    notebook.cells.append(easy[1])


def a_newer_schema(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"]["schema_version"] = 99


def another_program_as_kernel(notebook: NotebookNode) -> None:
    notebook.metadata["kernelspec"] = {
        "name": "../../../../bin/sh",
        "display_name": "sh",
        "language": "bash",
    }


def half_a_surrogate(notebook: NotebookNode) -> None:
    cell_of(notebook, "a-double").source += "\n# \ud800\nprint('\\ud800')"


def deep(raw: dict[str, Any]) -> str:
    raw["metadata"]["deep"] = "DEEP"
    return json.dumps(raw).replace('"DEEP"', "[" * 100_000 + "]" * 100_000)


def fairly_deep(raw: dict[str, Any]) -> str:
    raw["metadata"]["deep"] = "DEEP"
    return json.dumps(raw).replace('"DEEP"', "[" * 600 + "]" * 600)


def many_cells(raw: dict[str, Any]) -> str:
    raw["cells"] += [{"cell_type": "raw", "metadata": {}, "source": "", "id": "x"}] * 200_000
    return json.dumps(raw)


def many_parts(raw: dict[str, Any]) -> str:
    raw["metadata"]["parts"] = "PARTS"
    return json.dumps(raw).replace('"PARTS"', "[" + "[]," * 4_000_000 + "[]]")


def one_long_cell(raw: dict[str, Any]) -> str:
    raw["cells"][2]["source"] = "x" * 30_000_000
    return json.dumps(raw)


GRADEBOOK, SOURCE = "gradebook.db", f"source/{ASSIGNMENT}/{NOTEBOOK}.ipynb"
OUT = "leads out of the submission"

FILES = [
    HandIn("a link to the system's users", link("a.txt", "/etc/passwd"), OUT, stock="leaks"),
    HandIn("a link to the source", link("b.txt", SOURCE), OUT, stock="leaks"),
    HandIn("a link to the gradebook", link("c.db", GRADEBOOK), OUT, stock="leaks"),
    HandIn("a link to a folder", link("d", "/etc"), OUT, stock="graded"),
    HandIn("a link to what a file of the teacher's says", link("e", "secret.txt"), OUT),
    HandIn("a loop of links", a_loop_of_links, "cannot be read", stock="lost"),
    HandIn("a link instead of the notebook", a_link_for_a_notebook, OUT, 0, stock="graded"),
    HandIn("a folder instead of the notebook", a_folder_for_a_notebook, "no plain file", 0, "lost"),
    HandIn("a folder named as the course's file", a_folder_for_a_file, stock="lost"),
    HandIn("a pipe", lambda folder, _: os.mkfifo(folder / "pipe"), "no plain file", stock="lost"),
    HandIn(
        "a pipe instead of the time stamp",
        lambda folder, _: os.mkfifo(folder / "timestamp.txt"),
        "no plain file",
    ),
    HandIn(
        "a time stamp that is none",
        lambda folder, _: (folder / "timestamp.txt").write_text("yesterday's eve"),
        "timestamp.txt does not say",
        stock="lost",
    ),
    HandIn("a file of a tebibyte", a_huge_file, "larger than"),
    HandIn("a notebook of a tebibyte", a_huge_notebook, "larger than", 0),
    HandIn("a name in no encoding", a_name_in_no_encoding, stock="graded"),
]

NOTEBOOKS = [
    HandIn("a test of his own", changed(a_test_of_his_own), "t-double, which is locked", 4),
    HandIn("other points", changed(other_points), "other marks (points)"),
    HandIn(
        "a test to be graded by hand",
        changed(a_test_to_be_graded_by_hand),
        "other marks (solution, locked)",
        4,
        "lost",
    ),
    HandIn("a test that is none", changed(a_test_that_is_none), "other marks (grade", 4, "lost"),
    HandIn("a test as text", changed(a_test_as_text), "was made a markdown cell", 4, "lost"),
    HandIn("a test twice", changed(a_test_twice), "more than once", 4, "ends"),
    HandIn("a newer schema", changed(a_newer_schema), "metadata", 6, "ends"),
    HandIn("another kernel", changed(another_program_as_kernel), "", 6, "graded"),
    HandIn("half a surrogate", changed(half_a_surrogate), "", 6, "lost"),
    HandIn("100,000 levels", content(deep), "nested too deep", 0, "lost"),
    HandIn("600 levels", content(fairly_deep), "levels deep", 0),
    HandIn("200,000 cells", content(many_cells), "more than 10,000 cells", 0),
    HandIn("4,000,000 lists", content(many_parts), "more than 3,000,000 parts", 0),
    HandIn("a cell of 30 MB", content(one_long_cell), "more than 20,000,000 characters", 0),
]

HAND_INS = [*FILES, *NOTEBOOKS]


def student(hand_in: HandIn) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in hand_in.what)


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Class:
    """A class that was graded."""

    root: Path
    results: dict[str, Graded]
    before: dict[str, dict[str, str]]
    page: Path


def attend(root: Path, hand_ins: list[HandIn]) -> None:
    """Put the attackers' submissions into the course, with the honest before and after them."""
    (root / "secret.txt").write_text(SECRET)
    for name in ("ada", "zoe"):
        hand_in(root, name, answered(root, RIGHT))
    for each in hand_ins:
        folder = hand_in(root, student(each), answered(root, RIGHT)).parent
        each.do(folder, root)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    make_course(root)
    return root


@pytest.fixture(scope="module")
def graded(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """All of them, graded at once."""
    root = Path(shutil.copytree(made, tmp_path_factory.mktemp("ours") / "course"))
    attend(root, HAND_INS)
    kept = ("source", "release", "submitted/ada", "submitted/zoe")
    before = {name: fingerprints(root / name) for name in kept}
    report = grade_class(
        Order(ASSIGNMENT, root, workers=2, sandbox="required"), Console(quiet=True)
    )
    assert not report.failed, [one.error for one in report.results if one.error]
    assert report.path
    return Class(root, {one.student: one for one in report.results}, before, report.path)


@pytest.mark.parametrize("each", HAND_INS, ids=lambda each: each.what)
def test_it_gets_what_its_answers_are_worth_and_is_said(graded: Class, each: HandIn) -> None:
    result = graded.results[student(each)]
    assert result.points == each.points, result.flags
    assert each.flag in " ".join(result.flags), result.flags


def test_the_honest_and_the_course_are_as_they_were(graded: Class) -> None:
    assert [graded.results[name].points for name in ("ada", "zoe")] == [6, 6]
    assert graded.results["ada"].flags == []
    assert {name: fingerprints(graded.root / name) for name in graded.before} == graded.before


def test_nothing_of_the_teacher_s_came_into_what_is_given_back(graded: Class) -> None:
    kept = [path for path in (graded.root / "autograded").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if path.is_symlink()]
    secrets = (SECRET, "BEGIN SOLUTION", "root:x:0")
    for path in kept:
        text = path.read_bytes().decode(errors="replace")
        assert not [secret for secret in secrets if secret in text], path


def test_the_report_can_be_kept(graded: Class) -> None:
    assert "zoe" in graded.page.read_text()


def test_what_stock_makes_of_them(made: Path, tmp_path: Path) -> None:
    """One run for all that do not end the batch; those that it grades, loses, and gives away."""
    root = Path(shutil.copytree(made, tmp_path / "stock"))
    shown = [each for each in HAND_INS if each.stock in {"lost", "leaks"}]
    attend(root, shown)
    shutil.rmtree(root / "submitted" / "zoe")
    done = nbgrader_unchecked(root, "autograde", ASSIGNMENT)
    assert done.returncode != 0
    scores = kept_points(root)
    assert scores["ada"] == 6
    for each in shown:
        assert (student(each) in scores) is (each.stock == "leaks"), (
            each.what,
            done.stderr[-3000:],
        )
    text = "".join(
        path.read_bytes().decode(errors="replace") for path in (root / "autograded").rglob("*.txt")
    )
    assert "root:x:0" in text
    assert "BEGIN SOLUTION" in text


@pytest.mark.parametrize(
    "each", [each for each in HAND_INS if each.stock == "ends"], ids=lambda each: each.what
)
def test_stock_ends_the_batch(made: Path, tmp_path: Path, each: HandIn) -> None:
    root = Path(shutil.copytree(made, tmp_path / "stock"))
    attend(root, [each])
    shutil.rmtree(root / "submitted" / "ada")
    assert nbgrader_unchecked(root, "autograde", ASSIGNMENT).returncode != 0
    assert kept_points(root) == {}
