"""What a submission's code reaches of the course, by the very paths: nothing.

The spy looks for a hidden test, before it is sent: in the course's files, in what Linux tells of
processes, in the memory. The vandal deletes the course. Under stock nbgrader both have their way.
"""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.report import Report
from tests.support.classes import ASSIGNMENT, NOTEBOOK, RIGHT, answered, hand_in, make_course
from tests.support.stock import nbgrader_unchecked

pytestmark = pytest.mark.timeout(600)

HIDDEN = "double(0.5)"
"""Part of a hidden test."""

SPY = """
import gc, os
from pathlib import Path

course, mark = Path({course!r}), {backwards!r}[::-1]
found = set()

def look(name, path):
    try:
        if mark.encode() in path.read_bytes():
            found.add(name)
    except OSError:
        pass

for name in ("source", "gradebook.db"):
    place = course / name
    for path in place.rglob("*.ipynb") if place.is_dir() else [place]:
        look("the course's files", path)
for process in Path("/proc").iterdir():
    if not process.name.isdigit():
        continue
    for name in ("cmdline", "environ"):
        look(name, process / name)
    look("another's root", process / "root" / str(course / "gradebook.db")[1:])
    look("another's folder", process / "cwd" / "gradebook.db")
    if (process / "fd").exists():
        try:
            for file in (process / "fd").iterdir():
                if file.resolve().is_file():
                    look("open files", file)
        except OSError:
            pass
    if process.name != str(os.getpid()):
        try:
            with open(process / "mem", "rb"):
                found.add("another's memory")
        except OSError:
            pass
for thing in gc.get_objects():
    if isinstance(thing, dict):
        if any(isinstance(value, str) and mark in value for value in list(thing.values())):
            found.add("objects")
print("found:", sorted(found))

def letter():
    return "b"
"""

VANDAL = """
import os, shutil
course = {course!r}
for name in ("submitted", "source", "release", "autograded"):
    shutil.rmtree(os.path.join(course, name), ignore_errors=True)
for name in ("gradebook.db", "submitted/zoe/{assignment}/{notebook}.ipynb"):
    path = os.path.join(course, name)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w").close()
    except OSError:
        pass

def letter():
    return "b"
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spy, a vandal and an honest student; in that order."""
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    make_course(root)
    return root


def attend(root: Path) -> None:
    named = {
        "course": str(root),
        "backwards": HIDDEN[::-1],
        "assignment": ASSIGNMENT,
        "notebook": NOTEBOOK,
    }
    hand_in(root, "a-spy", answered(root, RIGHT | {"letter": SPY.format(**named)}))
    hand_in(root, "a-vandal", answered(root, RIGHT | {"letter": VANDAL.format(**named)}))
    hand_in(root, "zoe", answered(root, RIGHT))


def files(root: Path) -> dict[str, bytes]:
    folders = ("submitted", "source", "release")
    paths = [path for name in folders for path in (root / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def what_was_found(root: Path) -> str:
    path = root / "autograded" / "a-spy" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stdout" and output.text.startswith("found:"):
                return str(output.text).strip()
    return "nothing was shown"


def test_the_spy_finds_nothing_and_the_vandal_hurts_nobody(course: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(course, tmp_path / "course"))
    attend(root)
    before = files(root)
    report: Report = grade_class(
        Order(ASSIGNMENT, root, workers=1, sandbox="required"), Console(quiet=True)
    )
    assert not report.failed
    assert what_was_found(root) == "found: []"
    assert files(root) == before
    points = {one.student: one.points for one in report.results}
    assert points == {"a-spy": 6, "a-vandal": 6, "zoe": 6}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        assert {one.student_id: one.score for one in book.assignment_submissions(ASSIGNMENT)} == (
            points
        )
    flags = {one.student: " ".join(one.flags) for one in report.results}
    assert "objects of the process" in flags["a-spy"]
    assert not flags["zoe"]


def test_under_stock_they_do(course: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(course, tmp_path / "course"))
    attend(root)
    shutil.copytree(root / "submitted", tmp_path / "submitted")
    shutil.rmtree(root / "submitted" / "a-vandal")
    nbgrader_unchecked(root, "autograde", ASSIGNMENT, "--student=a-spy")
    assert "the course's files" in what_was_found(root)
    shutil.rmtree(root / "submitted")
    shutil.copytree(tmp_path / "submitted", root / "submitted")
    done = nbgrader_unchecked(root, "autograde", ASSIGNMENT)
    assert done.returncode != 0
    assert not (root / "autograded" / "zoe" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").exists()
    assert not (root / "source").exists()
