"""A small class of a small nbgrader course, for what grades classes."""

import copy
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from tests.support.stock import nbgrader

CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'small'\nc.Execute.timeout = 60\n"
ASSIGNMENT, NOTEBOOK = "ps1", "numbers"

ANSWERS = {
    "double": "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    "share": "def share(n):\n    ### BEGIN SOLUTION\n    return 1 / n\n    ### END SOLUTION",
    "letter": "def letter():\n    ### BEGIN SOLUTION\n    return 'b'\n    ### END SOLUTION",
}
TESTS = {
    "double": (
        "assert double(2) == 4\n"
        "### BEGIN HIDDEN TESTS\nassert double(0.5) == 1\n### END HIDDEN TESTS",
        2,
    ),
    "share": ("assert share(4) == 0.25\nround(3 * share(1), 1)", 3),
    "letter": ("{'a': 0.5, 'b': 1}.get(letter(), 0)", 1),
}


def marks(name: str, *, answer: bool = False, points: float | None = None) -> dict[str, object]:
    """Cell metadata: an answer, a test worth points, or (with both) text that a person grades."""
    told: dict[str, object] = {
        "grade": points is not None,
        "solution": answer,
        "locked": not answer,
        "grade_id": name,
        "schema_version": 3,
        "task": False,
    }
    if points is not None:
        told["points"] = points
    return {"nbgrader": told}


def make_course(root: Path) -> None:
    """A course with one assignment of one notebook, released."""
    cells = [new_markdown_cell("# Numbers"), new_code_cell("from math import pi")]
    for name, answer in ANSWERS.items():
        test, points = TESTS[name]
        cells.append(new_code_cell(answer, metadata=marks(f"a-{name}", answer=True)))
        cells.append(new_code_cell(test, metadata=marks(f"t-{name}", points=points)))
    cells.append(new_markdown_cell("Why?", metadata=marks("why", answer=True, points=1)))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    folder = root / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")
    (folder / "data.txt").write_text("42")
    nbgrader(root, "generate_assignment", ASSIGNMENT)


def answered(root: Path, answers: Mapping[str, str]) -> NotebookNode:
    """The released notebook with these answers filled in, by name; the others are stubs."""
    notebook = copy.deepcopy(
        nbformat.read(root / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    )
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.removeprefix("a-") in answers:
            cell.source = answers[name.removeprefix("a-")]
    return notebook


def hand_in(root: Path, student: str, notebook: NotebookNode | bytes) -> Path:
    """Put a notebook, or any bytes under its name, where hand-ins lie."""
    path = root / "submitted" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, bytes):
        path.write_bytes(notebook)
    else:
        nbformat.write(notebook, path)
    return path


RIGHT = {
    "double": "def double(x):\n    return x + x",
    "share": "def share(n):\n    return n ** -1",
    "letter": "def letter():\n    return 'b'",
}

CLASS: dict[str, dict[str, str]] = {
    "right": RIGHT,
    "stub": {},
    "integers": RIGHT | {"double": "def double(x):\n    return int(x) * 2"},
    "half": {"double": RIGHT["double"], "letter": "def letter():\n    return 'a'"},
    "syntax": RIGHT | {"share": "def share(n:\n    return"},
    "noisy": RIGHT
    | {"double": "def double(x):\n    import warnings\n    warnings.warn('old')\n    return 2 * x"},
    "too-much": RIGHT | {"share": "def share(n):\n    return 0.25 if n == 4 else 0.5"},
    "magic": RIGHT | {"double": "%matplotlib inline\n!echo hello\ndef double(x): return 2 * x"},
    "wrote": RIGHT | {"why": "Because it is so."},
}
"""What each student answers; graded by stock and by us alike."""


def make_class(root: Path) -> None:
    """The course with what each student of the class handed in."""
    make_course(root)
    for student, answers in CLASS.items():
        hand_in(root, student, answered(root, answers))


Scores = dict[tuple[str, str], tuple[float | None, bool, str | None]]
"""By student and cell: the points, whether a person has to grade it, nbgrader's comment."""


def scores(root: Path) -> Scores:
    """What the gradebook holds of the class."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        submissions = book.assignment_submissions(ASSIGNMENT)
        assert len({one.student_id for one in submissions}) == len(submissions)
        comments = {
            (submission.student_id, comment.name): comment.auto_comment
            for submission in submissions
            for notebook in submission.notebooks
            for comment in notebook.comments
        }
        return {
            (submission.student_id, grade.name): (
                grade.auto_score,
                grade.needs_manual_grade,
                comments.get((submission.student_id, grade.name)),
            )
            for submission in submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def kept_points(root: Path) -> dict[str, float]:
    """The points of each student whose notebooks were kept; who is missing was lost."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        points = {one.student_id: one.score for one in book.assignment_submissions(ASSIGNMENT)}
    kept = {path.parent.parent.name for path in (root / "autograded").glob("*/*/*.ipynb")}
    return {student: score for student, score in points.items() if student in kept}
