"""Where submissions cannot be shut in: it is refused if one must, and said if one need not."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.report import Report
from tests.support.classes import ASSIGNMENT, CLASS, Scores, make_class, scores

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    make_class(root)
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "course"))


def graded(root: Path, sandbox: str) -> tuple[Report, Scores]:
    order = Order(ASSIGNMENT, root, workers=2, sandbox=sandbox)
    return grade_class(order, Console(quiet=True)), scores(root)


def without_bubblewrap(
    root: Path, tmp_path: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    """`labs grade` where no program of that name is to be found."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python", "sh", "echo", "uname"):
        found = sys.executable if name == "python" else shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    command = [sys.executable, "-m", "labs.cli", "grade", ASSIGNMENT, "--course-dir", str(root)]
    return subprocess.run(
        [*command, *options],
        env=os.environ | {"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_scores_are_those_of_the_sandbox(course: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(course, tmp_path / "other"))
    shut_in, expected = graded(other, "required")
    report, scores = graded(course, "off")
    assert scores == expected
    assert len(scores) == 4 * len(CLASS)
    assert "NOT shut in" in report.summary
    assert "NOT" not in shut_in.summary
    assert {one.sandbox for one in report.results} == {"process"}


def test_it_refuses_where_a_sandbox_is_required(course: Path, tmp_path: Path) -> None:
    done = without_bubblewrap(course, tmp_path, "--sandbox", "required")
    assert done.returncode != 0
    assert "bubblewrap" in done.stderr
    assert not (course / "autograded").exists()


def test_it_goes_on_and_says_so_where_none_is(course: Path, tmp_path: Path) -> None:
    done = without_bubblewrap(course, tmp_path, "--student", "right", "--json")
    assert done.returncode == 0, done.stderr
    assert "not shut in" in done.stderr
    told = json.loads(done.stdout)
    assert told["sandbox"] == "process"
    assert [one["points"] for one in told["submissions"]] == [6]
