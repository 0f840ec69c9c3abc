"""`labs grade --notebook`: the others of a submission are left as they are."""

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.course import CourseError
from labs.grading.report import Report
from tests.support.classes import ASSIGNMENT, NOTEBOOK, RIGHT, answered, hand_in, make_course
from tests.support.stock import nbgrader

OTHER = "letters"
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two notebooks, both of which a student handed in."""
    make_course(tmp_path)
    source = tmp_path / "source" / ASSIGNMENT
    shutil.copy(source / f"{NOTEBOOK}.ipynb", source / f"{OTHER}.ipynb")
    nbgrader(tmp_path, "generate_assignment", ASSIGNMENT, "--force")
    path = hand_in(tmp_path, "ada", answered(tmp_path, RIGHT))
    shutil.copy(path, path.with_name(f"{OTHER}.ipynb"))
    return tmp_path


def graded(root: Path, *notebooks: str) -> Report:
    order = Order(ASSIGNMENT, root, notebooks=notebooks, workers=1, sandbox="required")
    return grade_class(order, Console(quiet=True))


def points(root: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        entry = book.find_submission(ASSIGNMENT, "ada")
        return {notebook.name: notebook.score for notebook in entry.notebooks}


def test_the_others_keep_their_points_and_files(course: Path) -> None:
    graded(course)
    hand_in(course, "ada", answered(course, {}))
    graded(course, NOTEBOOK)
    assert points(course) == {NOTEBOOK: 0, OTHER: 6}
    kept = course / "autograded" / "ada" / ASSIGNMENT
    assert sorted(path.stem for path in kept.glob("*.ipynb")) == [OTHER, NOTEBOOK]


def test_the_whole_is_graded_after_a_part(course: Path) -> None:
    graded(course, NOTEBOOK)
    (one,) = graded(course).results
    assert (one.skipped, one.points) == (False, 12)


def test_one_that_is_not_handed_in_any_more_has_no_points(course: Path) -> None:
    graded(course)
    (course / "submitted" / "ada" / ASSIGNMENT / f"{OTHER}.ipynb").unlink()
    graded(course)
    assert points(course) == {NOTEBOOK: 6, OTHER: 0}
    assert not (course / "autograded" / "ada" / ASSIGNMENT / f"{OTHER}.ipynb").exists()


def test_a_part_that_only_the_others_lack_does_not_stop_it(course: Path) -> None:
    path = course / "source" / ASSIGNMENT / f"{OTHER}.ipynb"
    path.write_text(path.read_text().replace("return 'b'", "return missing_here"))
    graded(course, NOTEBOOK)
    assert points(course)[NOTEBOOK] == 6
    with pytest.raises(CourseError, match=OTHER):
        graded(course)
