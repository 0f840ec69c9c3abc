"""Hand-ins that lost something on their way: what they are worth here, and under stock nbgrader."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.journal import Graded
from tests.support.classes import (
    ASSIGNMENT,
    RIGHT,
    answered,
    hand_in,
    kept_points,
    make_course,
)
from tests.support.stock import nbgrader_unchecked

pytestmark = pytest.mark.timeout(600)

LOST = None
"""Of the whole submission stock keeps nothing."""


@dataclass(frozen=True)
class Case:
    """A right submission, worth 6, and what happened to it."""

    what: str
    do: Callable[[Path], object]
    """Called with the notebook's file."""
    flag: str = ""
    points: float = 6
    stock: float | None = LOST


def changed(change: Callable[[NotebookNode], object]) -> Callable[[Path], object]:
    def do(path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        nbformat.write(notebook, path)

    return do


def place(notebook: NotebookNode, name: str) -> int:
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(name)


def deleted(name: str) -> Callable[[Path], object]:
    return changed(lambda notebook: notebook.cells.pop(place(notebook, name)))


def the_test_first(notebook: NotebookNode) -> None:
    number = place(notebook, "t-double")
    notebook.cells.insert(number - 1, notebook.cells.pop(number))


def pasted(notebook: NotebookNode) -> None:
    number = place(notebook, "a-double")
    copied = nbformat.from_dict(dict(notebook.cells[number]))
    copied.id = "pasted"
    notebook.cells.insert(number + 1, copied)


def as_text(notebook: NotebookNode) -> None:
    cell = notebook.cells[place(notebook, "t-double")]
    cell.cell_type = "markdown"
    for key in ("outputs", "execution_count"):
        del cell[key]


def renamed(notebook: NotebookNode) -> None:
    notebook.cells[place(notebook, "t-double")].metadata["nbgrader"]["grade_id"] = "mine"


def bare(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells):
        cell.metadata = NotebookNode()
        cell.id = f"new-{number}"


def unknown_kernel(notebook: NotebookNode) -> None:
    notebook.metadata["kernelspec"] = {"name": "my-env", "display_name": "?", "language": "python"}


def old_format(path: Path) -> None:
    notebook = nbformat.convert(nbformat.read(path, as_version=4), 3)
    path.write_text(nbformat.v3.writes_json(notebook))


def other_name(path: Path) -> None:
    path.rename(path.with_name(f"{path.stem} (1).ipynb"))


def says(text: str) -> Callable[[Path], object]:
    def add(notebook: NotebookNode) -> None:
        notebook.cells[place(notebook, "a-letter")].source = text

    return changed(add)


CASES = [
    Case("empty", lambda path: path.write_bytes(b""), "empty", 0),
    Case("not JSON", lambda path: path.write_bytes(b"%PDF-1.4"), "no JSON", 0),
    Case("of an old format", old_format, stock=6),
    Case("another name", other_name, "was taken for it"),
    Case("test deleted", deleted("t-double"), "was put back", stock=4),
    Case("answer deleted", deleted("a-double"), "was put back", 4, stock=4),
    Case("cells moved", changed(the_test_first), "put in order", stock=4),
    Case("test made text", changed(as_text), "markdown cell", stock=6),
    Case("test renamed", changed(renamed), "recognised"),
    Case("without metadata", changed(bare), "recognised", stock=0),
    Case("unknown kernel", changed(unknown_kernel), stock=6),
    Case("the kernel's death", says("import os\nos.kill(os.getpid(), 9)"), "ended", 5),
    Case("a loop", says("while True:\n    pass"), "", 5, stock=5),
    Case("a loop in C", says("sum(range(10 ** 12))"), "interrupted", 5),
    Case("exit()", says("exit()"), "called exit()", 5, stock=5),
]


def student(case: Case) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in case.what)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course with all of them, and an honest student before and after."""
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    make_course(root)
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("timeout = 60", "timeout = 3"))
    for name in ("ada", "zoe"):
        hand_in(root, name, answered(root, RIGHT))
    for case in CASES:
        case.do(hand_in(root, student(case), answered(root, RIGHT)))
    return root


@pytest.fixture(scope="module")
def graded(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graded]:
    root = Path(shutil.copytree(made, tmp_path_factory.mktemp("ours") / "course"))
    order = Order(ASSIGNMENT, root, workers=2, sandbox="required")
    report = grade_class(order, Console(quiet=True))
    assert not report.failed, [one.error for one in report.results if one.error]
    return {one.student: one for one in report.results}


@pytest.fixture(scope="module")
def stock(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """What stock keeps of each student; who is missing, it lost."""
    root = Path(shutil.copytree(made, tmp_path_factory.mktemp("stock") / "course"))
    assert nbgrader_unchecked(root, "autograde", ASSIGNMENT).returncode != 0
    return kept_points(root)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_it_has_the_points_of_what_still_works(graded: dict[str, Graded], case: Case) -> None:
    result = graded[student(case)]
    assert result.points == case.points, result.flags
    assert case.flag in " ".join(result.flags), result.flags


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_what_stock_gives(stock: dict[str, float], case: Case) -> None:
    assert stock.get(student(case), LOST) == case.stock


def test_the_others_have_theirs(graded: dict[str, Graded], stock: dict[str, float]) -> None:
    assert {graded[name].points for name in ("ada", "zoe")} == {6}
    assert {stock[name] for name in ("ada", "zoe")} == {6}
