"""What a teacher may ask of `labs grade` by mistake: one clear message, and nothing is graded."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from typer.testing import CliRunner, Result

from labs.cli import app
from labs.grading import command, sandbox
from labs.machine import bubblewrap
from tests.support import stock

Grade = Callable[..., Result]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with an assignment that two students handed in, and one that nobody did."""
    root = tmp_path / "a course [red]"
    root.mkdir()
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    monkeypatch.setenv("PATH", stock.path())
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for name in ("ps1", "ps2"):
            book.add_assignment(name)
            book.add_notebook("numbers", name)
    for student in ("ada", "bo"):
        folder = root / "submitted" / student / "ps1"
        folder.mkdir(parents=True)
        nbformat.write(new_notebook(), folder / "numbers.ipynb")
    return root


@pytest.fixture
def grade(course: Path) -> Grade:
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["grade", "--course-dir", str(course), *words])


MISTAKES = {
    "an assignment that is not released": (["ps3"], "The gradebook has no assignment 'ps3'"),
    "an assignment that nobody handed in": (["ps2"], "Nothing is handed in for ps2"),
    "a name that nbgrader refuses": (["a+b"], "nbgrader refuses the assignment 'a+b'"),
    "a level of another course": (["junior/ps1"], "has no level 'junior'"),
    "a student who is not there": (["ps1", "--student", "cy"], "no submission of cy. There are:"),
    "a notebook that is not there": (["ps1", "--notebook", "x"], "no notebook x. There are:"),
    "no workers": (["ps1", "--workers", "0"], "--workers"),
    "a sandbox of another kind": (["ps1", "--sandbox", "strong"], "'required'"),
    "no assignment": ([], "Missing argument"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_and_nothing_is_graded(
    grade: Grade, course: Path, words: list[str], said: str
) -> None:
    done = grade(*words)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (course / "autograded").exists()
    assert not (course / "reports").exists()


def test_a_folder_that_is_no_course_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["grade", "ps1", "--course-dir", str(tmp_path)])
    assert done.exit_code == 2
    assert f"{tmp_path} is no nbgrader course" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_sandbox_that_is_required_and_not_there_is_told(
    grade: Grade, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "why_no_bubblewrap", bubblewrap.why_no_bubblewrap.__wrapped__)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", "")
    done = grade("ps1", "--sandbox", "required")
    assert done.exit_code == 2
    assert "bubblewrap is not installed" in done.stderr
    assert "sudo apt install bubblewrap" in done.stderr
    assert not (course / "autograded").exists()


def test_data_that_cannot_be_made_are_told_before_anything_is_graded(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course / "notebooks" / "junior").mkdir(parents=True)

    def full(scale: str) -> None:
        raise command.DatasetError("no room for core")

    monkeypatch.setattr(command, "core", full)
    monkeypatch.setenv("LEVEL", "junior")
    done = grade("junior/ps1")
    assert (done.exit_code, done.stderr) == (2, "no room for core\n")
