"""`labs new`: a unit that every tool and gate accepts before its author has written a word."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labs.proof.new_unit import NewUnitError, new_unit
from labs.settings import ROOT

BIN = Path(sys.executable).parent
COPIED = (
    *("labs", "tests/gates", "tests/support", "tests/conftest.py", "tests/__init__.py"),
    *("notebooks/start.ipynb", "notebooks/ruff.toml", "data/roadmap.csv"),
    *("pyproject.toml", "nbgrader_config.py"),
)
GATES = ("1_runs", "2_two_sided", "4_shape", "5_release")
UNIT = "notebooks/junior/03-apis/03.2-answer-with-the-right-code.ipynb"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course without a unit."""
    for name in COPIED:
        if (source := ROOT / name).is_dir():
            without = shutil.ignore_patterns("__pycache__", "j[0-9]*_*", "s[0-9]*_*")
            shutil.copytree(source, tmp_path / name, ignore=without)
        elif source.exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(course: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(course), "LABS_TEST": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(300)
def test_a_new_unit_passes_from_the_start(course: Path) -> None:
    made = run(
        course, sys.executable, "-m", "labs.cli", "new", "J03.2", "Answer with the right code"
    )
    assert (made.returncode, made.stdout.split()[0]) == (0, UNIT), made.stdout + made.stderr
    room = course / "labs/units/j03_2"
    for tool in (
        ["ruff", "check", room, course / UNIT],
        ["ruff", "format", "--check", room, course / UNIT],
        ["mypy", "--package", "labs.units.j03_2"],
        ["pytest", "--quiet", *(f"tests/gates/test_{gate}.py" for gate in GATES)],
        ["pytest", "--quiet", "--nbval", course / UNIT],
    ):
        done = run(course, BIN / tool[0], *tool[1:])
        assert done.returncode == 0, done.stdout + done.stderr


def new(root: Path, name: str, title: str = "Ask in SQL") -> str:
    """What is said of a unit that cannot be made."""
    with pytest.raises(NewUnitError) as caught:
        new_unit(name, title, root=root)
    return str(caught.value)


def test_a_unit_that_is_there_is_not_touched(tmp_path: Path) -> None:
    unit = new_unit("S02.11", "Ask in SQL", root=tmp_path)
    assert unit.path == tmp_path / "notebooks/senior/02-databases/02.11-ask-in-sql.ipynb"
    before = unit.path.read_bytes()
    said = new(tmp_path, "S02.11", "Another title")
    assert "S02.11 is there already: notebooks/senior/02-databases/02.11-ask-in-sql.ipynb" in said
    assert unit.path.read_bytes() == before


def test_answers_without_a_notebook_are_not_overwritten(tmp_path: Path) -> None:
    answers = tmp_path / "tests/answers/junior/03.2.toml"
    answers.parent.mkdir(parents=True)
    answers.write_text("mine")
    assert "tests/answers/junior/03.2.toml" in new(tmp_path, "J03.2")
    assert answers.read_text() == "mine"
    assert not (tmp_path / "notebooks/junior").exists()


@pytest.mark.parametrize(
    ("name", "title", "says"),
    [
        ("03.2", "Ask", "'03.2' names no unit"),
        ("J3.2", "Ask", "'J3.2' names no unit"),
        ("J03.0", "Ask", "'J03.0' names no unit"),
        ("J44.1", "Ask", "The roadmap has no area J44"),
        ("J03.2", " ", "A unit has a title"),
    ],
)
def test_bad_input_is_told(tmp_path: Path, name: str, title: str, says: str) -> None:
    assert says in new(tmp_path, name, title)
    assert list(tmp_path.iterdir()) == []
