"""A teacher collects with stock nbgrader what three students packed with `labs handin`."""

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import nbformat
import pytest

from labs.course import handin
from labs.course.copies import copy_path, write_copies
from labs.course.handin import make_zip
from labs.course.units import Unit, read_notebook
from tests.support.notebooks import ANSWERS, cell_of, tiny_course
from tests.support.stock import nbgrader, use_config

STUDENTS = {"ana": ["E1", "E2"], "bo.li@example.org": [], "çelik-7": ["E2"]}
"""The exercises that each has answered at the last hand-in."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    tiny_course(root)
    use_config(root)
    return root


def hand_in(course: Path, student: str, exercises: list[str]) -> Path:
    """Write the student's copies, as `labs lab` does; answer these exercises; pack the area."""
    work = course.parent / student
    write_copies(work, course)
    (unit,) = (Unit(path) for path in course.glob("notebooks/*/*/*.ipynb"))
    copy = copy_path(unit, work)
    notebook = read_notebook(copy)
    for name in exercises:
        cell_of(notebook, f"{name}-answer").source = ANSWERS[name]
    nbformat.write(notebook, copy)
    return make_zip("J99", student, work, course)


def test_three_students_hand_in_and_get_the_points_they_deserve(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = course / "build/junior/downloaded/99-trial/archive"
    archive.mkdir(parents=True)
    with monkeypatch.context() as patch:
        early = datetime(2026, 1, 30, 15, tzinfo=UTC)
        patch.setattr(handin, "datetime", SimpleNamespace(now=lambda zone: early))
        first = hand_in(course, "ana", ["E1"])
    with ZipFile(archive / "z as a learning platform gives it.zip", "w") as platform:
        platform.write(first, "Ana A/attempt 1.zip")
        platform.writestr("senior/99-trial/ana/20991231T000000Z/99.1-a-trial-unit.ipynb", "{}")
        platform.writestr("junior/05-caching/ana/20991231T000000Z/05.1-other.ipynb", "{}")
    for student, exercises in STUDENTS.items():
        shutil.copy(hand_in(course, student, exercises), archive)

    nbgrader(course, "generate_assignment", "99-trial")
    nbgrader(course, "zip_collect", "99-trial")
    collected = sorted((course / "build/junior/submitted/ana/99-trial").iterdir())
    assert [file.name for file in collected] == ["99.1-a-trial-unit.ipynb", "timestamp.txt"]

    nbgrader(course, "autograde", "99-trial")
    nbgrader(course, "export", f"--to={course / 'grades.csv'}")

    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    points = {row["student_id"]: float(row["score"]) for row in rows}
    assert points == {student: 2 * len(done) for student, done in STUDENTS.items()}
