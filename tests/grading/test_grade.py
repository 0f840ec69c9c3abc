"""A class graded at once: the scores of stock nbgrader, nothing lost, nothing done twice."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.course import CourseError
from labs.grading.journal import BusyError, Graded, alone
from labs.grading.report import Report
from tests.support.classes import (
    ASSIGNMENT,
    CLASS,
    NOTEBOOK,
    RIGHT,
    answered,
    hand_in,
    make_class,
    scores,
)
from tests.support.stock import nbgrader

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as it was released, with its class's submissions; copied for each test."""
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    make_class(root)
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "course"))


@pytest.fixture
def only(course: Path) -> Callable[..., Path]:
    """Leaves these students' submissions alone in the course."""

    def keep(*students: str) -> Path:
        for folder in (course / "submitted").iterdir():
            if folder.name not in students:
                shutil.rmtree(folder)
        return course

    return keep


def graded(root: Path, **options: object) -> Report:
    order = Order(ASSIGNMENT, root, workers=2, sandbox="required", **options)  # type: ignore[arg-type]
    return grade_class(order, Console(quiet=True))


def by_student(report: Report) -> dict[str, Graded]:
    return {one.student: one for one in report.results}


def test_the_scores_are_those_of_stock(course: Path, tmp_path: Path) -> None:
    stock = Path(shutil.copytree(course, tmp_path / "stock"))
    shutil.rmtree(stock / "submitted" / "too-much")  # stock loses it: 1.5 of 3 points is no error
    nbgrader(stock, "autograde", ASSIGNMENT)
    report = graded(course)
    assert not report.failed
    ours = {key: value for key, value in scores(course).items() if key[0] != "too-much"}
    assert ours == scores(stock)
    assert len(ours) == 4 * (len(CLASS) - 1)


def test_what_nbgrader_does_next_goes_on_from_there(only: Callable[..., Path]) -> None:
    course = only("right", "half")
    graded(course)
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    nbgrader(course, "export")
    assert "right" in (course / "grades.csv").read_text()
    feedback = course / "feedback" / "half" / ASSIGNMENT / f"{NOTEBOOK}.html"
    assert "NotImplementedError" in feedback.read_text()
    assert (course / "autograded" / "right" / ASSIGNMENT / "data.txt").read_text() == "42"


def test_stock_nbgrader_and_we_take_turns_on_one_course(only: Callable[..., Path]) -> None:
    course = only("half")
    graded(course)
    ours = scores(course)
    nbgrader(course, "autograde", ASSIGNMENT, "--force")
    assert scores(course) == ours
    again = by_student(graded(course, force=True))
    assert (again["half"].points, scores(course)) == (2.5, ours)
    nbgrader(course, "autograde", ASSIGNMENT)  # which leaves what is graded as it is
    assert scores(course) == ours


def test_only_what_changed_is_graded_again(only: Callable[..., Path]) -> None:
    course = only("right", "stub")
    graded(course)
    hand_in(course, "stub", answered(course, RIGHT))
    again = by_student(graded(course))
    assert again["right"].skipped
    assert not again["stub"].skipped
    assert again["stub"].points == again["right"].points == 6
    assert not by_student(graded(course, force=True))["right"].skipped


def test_a_score_that_a_person_gave_is_kept(only: Callable[..., Path]) -> None:
    course = only("wrote")
    graded(course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grade = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "wrote")
        grade.manual_score = 1
        book.db.commit()
    again = by_student(graded(course, force=True))
    assert again["wrote"].points == 7


@pytest.mark.parametrize("content", [b"", b"no JSON", b"{}"])
def test_a_file_that_is_no_notebook_has_no_points_and_a_reason(
    only: Callable[..., Path], content: bytes
) -> None:
    course = only("right", "stub")
    hand_in(course, "stub", content)
    report = by_student(graded(course))
    assert report["stub"].points == 0
    assert report["stub"].flags
    assert report["right"].points == 6
    assert scores(course)["stub", "t-double"] == (0, False, None)


def test_a_course_whose_own_answers_fail_is_not_graded(only: Callable[..., Path]) -> None:
    course = only("right")
    path = course / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "import a_part_that_is_missing"
    notebook.cells[2].source = "def double(x):\n    return a_part_that_is_missing.double(x)"
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match=r"t-double: 0 of 2 points \(NameError"):
        graded(course)
    assert not scores(course)
    assert by_student(graded(course, rehearsal=False))["right"].points == 6


def test_two_graders_do_not_grade_one_course(only: Callable[..., Path]) -> None:
    from labs.grading.course import Course

    course = only("right")
    with (
        alone(Course(course, ASSIGNMENT)),
        pytest.raises(BusyError, match=f"Process {os.getpid()}"),
    ):
        graded(course)


@pytest.fixture
def killed(course: Path) -> Path:
    """A course whose grading was killed after the first submission was kept."""
    slow = RIGHT | {"letter": "import time\ntime.sleep(2)\ndef letter():\n    return 'b'"}
    for student in ("stub", "syntax", "wrote"):
        hand_in(course, student, answered(course, slow))
    command = [sys.executable, "-m", "labs.cli", "grade", ASSIGNMENT, "--workers", "1"]
    process = subprocess.Popen([*command, "--course-dir", str(course)], start_new_session=True)
    deadline = time.monotonic() + 120
    while not list((course / ".labs-grade" / ASSIGNMENT).glob("*.json")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return course


def test_what_was_killed_is_completed_by_the_next_run(killed: Path) -> None:
    report = graded(killed)
    assert not report.failed
    assert 0 < sum(one.skipped for one in report.results) < len(CLASS)
    with Gradebook(f"sqlite:///{killed / 'gradebook.db'}") as book:
        assert len(book.assignment_submissions(ASSIGNMENT)) == len(CLASS)
    assert sorted(path.name for path in (killed / "autograded").iterdir()) == sorted(CLASS)
    assert not list((killed / "autograded").glob("*/.*"))
    assert by_student(report)["syntax"].points == 6


def test_who_waits_for_a_person_s_points_is_counted(only: Callable[..., Path]) -> None:
    report = graded(only("right", "wrote"))
    assert [one.student for one in report.results if one.by_hand] == ["wrote"]
    assert "To grade by hand, in formgrader: 1." in report.summary
