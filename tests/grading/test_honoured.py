"""What `labs grade` does not do of a course it refuses by name, before anybody is graded."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from typer.testing import CliRunner, Result

from labs.cli import app
from labs.grading.course import Course
from labs.grading.honoured import refuse_what_is_not_honoured
from tests.support import stock

PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
STEP = """
from nbgrader.preprocessors import Execute, OverwriteKernelspec, SaveAutoGrades
class Mine({kind}):
    pass
c.Autograde.{steps}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A course whose notebooks have these kernels, and whose configuration has these lines."""
    monkeypatch.setenv("PATH", stock.path())

    def make(lines: str = "", **kernels: dict[str, str]) -> Path:
        root = tmp_path / "course"
        root.mkdir()
        (root / "nbgrader_config.py").write_text(f"c = get_config()\n{lines}\n")
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
            book.add_assignment("ps1")
            for name, kernel in (kernels or {"numbers": PYTHON}).items():
                book.add_notebook(name, "ps1", kernelspec=json.dumps(kernel))
                folder = root / "submitted" / "ada" / "ps1"
                folder.mkdir(parents=True, exist_ok=True)
                nbformat.write(new_notebook(), folder / f"{name}.ipynb")
        return root

    return make


def grade(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["grade", "ps1", "--course-dir", str(root), *words])


KERNELS = {
    "R": ({"name": "ir", "display_name": "R", "language": "R"}, "ir (r)"),
    "Julia": ({"name": "julia-1.10", "language": "julia"}, "julia-1.10 (julia)"),
    "nobody knows": ({"name": "mine"}, "mine (of a language that is not known here)"),
}


@pytest.mark.parametrize(("kernel", "said"), KERNELS.values(), ids=KERNELS)
def test_another_language_is_refused_by_name(
    course: Callable[..., Path], kernel: dict[str, str], said: str
) -> None:
    root = course(numbers=PYTHON, plots=kernel)
    done = grade(root)
    assert done.exit_code == 2
    assert "Nobody was graded" in done.stderr
    assert f"plots: its kernel is {said}, and only Python is run here" in done.stderr
    assert "numbers" not in done.stderr
    assert "Grade it with `nbgrader autograde ps1`" in done.stderr
    assert not (root / "autograded").exists()
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        assert book.students == []


def test_the_notebooks_in_python_may_be_graded_by_themselves(course: Callable[..., Path]) -> None:
    root = course(numbers=PYTHON, plots=KERNELS["R"][0])
    refuse_what_is_not_honoured(Course(root, "ps1"), ["numbers"])


@pytest.mark.parametrize(
    "kernel", [PYTHON, {}, {"name": "python3.12"}, {"name": "physics", "language": "python"}]
)
def test_a_python_by_any_name_is_graded(
    course: Callable[..., Path], kernel: dict[str, str]
) -> None:
    refuse_what_is_not_honoured(Course(course(numbers=kernel), "ps1"))


LINES = {
    "c.Autograde.pre_convert_hook = lambda **_: None": "c.Autograde.pre_convert_hook",
    "c.BaseConverter.post_convert_hook = lambda **_: None": "c.Autograde.post_convert_hook",
    "c.Autograde.create_student = False": "c.Autograde.create_student",
    "c.Execute.kernel_name = 'ir'": "c.Execute.kernel_name",
    "c.ExecutePreprocessor.extra_arguments = ['--pylab']": "c.Execute.extra_arguments",
    "c.Execute.on_cell_start = lambda **_: None": "c.Execute.on_cell_start",
    "c.NotebookClient.skip_cells_with_tag = 'skip'": "c.Execute.skip_cells_with_tag",
    "c.SaveAutoGrades.enabled = False": "c.SaveAutoGrades.enabled",
    "c.CourseDirectory.notebook_id = 'numbers'": "c.CourseDirectory.notebook_id",
    "c.CourseDirectory.include = ['*.ipynb']": "c.CourseDirectory.include",
    "c.CourseDirectory.root = '/srv/physics'": "c.CourseDirectory.root, which is /srv/physics",
    "c.CourseDirectory.submitted_directory = '/srv/in'": "c.CourseDirectory.submitted_directory",
    STEP.format(
        kind="Execute", steps="autograde_preprocessors = [Mine, SaveAutoGrades]"
    ): "the step Mine",
    STEP.format(
        kind="OverwriteKernelspec", steps="sanitize_preprocessors.append(Mine)"
    ): "the step Mine",
    STEP.format(
        kind="Execute", steps="autograde_preprocessors = [SaveAutoGrades]"
    ): "c.Autograde.autograde_preprocessors without Execute",
}


@pytest.mark.parametrize(("lines", "said"), LINES.items(), ids=LINES.values())
def test_what_is_not_honoured_is_refused_by_name(
    course: Callable[..., Path], lines: str, said: str
) -> None:
    root = course(lines)
    done = grade(root)
    assert done.exit_code == 2
    assert f"\n  {said}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "autograded").exists()


def test_all_that_is_not_honoured_is_named_at_once(course: Callable[..., Path]) -> None:
    root = course(
        "c.Execute.kernel_name = 'ir'\nc.SaveAutoGrades.enabled = False", r={"name": "ir"}
    )
    said = grade(root).stderr
    assert said.count("\n  ") == 3


def test_what_is_honoured_or_changes_no_score_is_not_refused(course: Callable[..., Path]) -> None:
    lines = """
c.Execute.timeout = 7
c.Execute.iopub_timeout = 60
c.Autograde.permissions = 640
c.CourseDirectory.student_id_exclude = 'bo'
c.CourseDirectory.submitted_directory = 'in/here'
c.CourseDirectory.course_id = 'physics'
c.LimitOutput.max_lines = 10
c.GenerateAssignment.create_assignment = True
c.Autograde.sanitize_preprocessors.append(lambda notebook, resources: (notebook, resources))
"""
    refuse_what_is_not_honoured(Course(course(lines), "ps1"))
