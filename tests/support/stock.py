"""Stock nbgrader on a copy of a course, with the course's own configuration."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from labs.course.options import CONFIG


@dataclass(frozen=True)
class Graded:
    """What nbgrader made of an area."""

    scores: dict[tuple[str, str, str], float]
    """Points by student, notebook (its file name without the ending) and grade_id."""
    totals: dict[str, tuple[float, float]]
    """Points and greatest points of each student, from nbgrader's export."""
    feedback: dict[tuple[str, str], str]
    """HTML by student and notebook."""


def use_config(root: Path) -> None:
    """Make `root` the root of a course."""
    shutil.copy(CONFIG, root)


def path() -> str:
    """The search path with this environment's programs: a new gradebook starts `alembic`."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def nbgrader(root: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's own command in a course; the test fails, with its log, if it does."""
    done = nbgrader_unchecked(root, *arguments, **env)
    assert done.returncode == 0, f"nbgrader {' '.join(arguments)}\n{done.stderr[-4000:]}"
    return done


def nbgrader_unchecked(root: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's own command in a course, whatever comes of it."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments, f"--CourseDirectory.root={root}"],
        cwd=root,
        env=os.environ | {"PATH": path()} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def grade(
    root: Path, level: str, area: str, submissions: Mapping[str, Mapping[str, NotebookNode]]
) -> Graded:
    """Release the area, hand in notebooks (by student and file name), and grade them all."""
    use_config(root)
    build = root / "build" / level
    nbgrader(root, "generate_assignment", area, LEVEL=level)
    for student, notebooks in submissions.items():
        folder = build / "submitted" / student / area
        folder.mkdir(parents=True)
        for name, notebook in notebooks.items():
            nbformat.write(notebook, folder / name)
    nbgrader(root, "autograde", area, LEVEL=level, LABS_TEST="1")
    nbgrader(root, "generate_feedback", area, LEVEL=level)
    nbgrader(root, "export", f"--to={root / 'grades.csv'}", LEVEL=level)
    with (root / "grades.csv").open() as file:
        rows = list(csv.DictReader(file))
    return Graded(
        scores=_scores(build / "gradebook.db", area),
        totals={row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in rows},
        feedback={
            (page.parent.parent.name, page.stem): page.read_text(encoding="utf-8")
            for page in (build / "feedback").glob(f"*/{area}/*.html")
        },
    )


def _scores(gradebook: Path, area: str) -> dict[tuple[str, str, str], float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{gradebook}") as book:
        return {
            (submission.student.id, notebook.name, cell.name): cell.auto_score
            for submission in book.assignment_submissions(area)
            for notebook in submission.notebooks
            for cell in notebook.grades
        }
