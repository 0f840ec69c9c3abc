"""`labs check` from a terminal: which copy it takes, and what it says where there is nothing."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner, Result

from labs.cli import app
from labs.course import copies, units
from labs.course.copies import copy_path, write_copies
from labs.course.units import Unit, find_unit, read_notebook
from tests.support.notebooks import ANSWERS, cell_of, tiny_course

Labs = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two units, J99.1 and J99.2, with the learner's copies."""
    first = tiny_course(tmp_path)
    second = first.path.with_name("99.2-another-unit.ipynb")
    second.write_text(first.path.read_text())
    write_copies(tmp_path / "work", tmp_path)
    for function in (copies.is_untouched, copies.saved_last, copies.copy_path):
        known = {copies.WORK: tmp_path / "work", copies.ROOT: tmp_path}
        defaults = tuple(known[each] for each in function.__defaults__ or ())
        monkeypatch.setattr(function, "__defaults__", defaults)
    for name in ("all_units", "find_unit"):
        monkeypatch.setattr(getattr(units, name), "__defaults__", (tmp_path,))
    monkeypatch.setattr("labs.course.progress.record", lambda report: None)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def labs(root: Path) -> Labs:
    runner = CliRunner()
    return lambda *words: runner.invoke(app, words)


def write(unit: Unit, saved_ago: float = 0, **answers: str) -> Path:
    copy = copy_path(unit)
    notebook = read_notebook(copy)
    for name, source in answers.items():
        cell_of(notebook, f"{name}-answer").source = source
    nbformat.write(notebook, copy)
    os.utime(copy, (time.time() - saved_ago,) * 2)
    return copy


def test_without_a_unit_the_copy_saved_last_is_checked_and_named(labs: Labs) -> None:
    write(find_unit("J99.2"), 130, **ANSWERS)
    write(find_unit("J99.1"), 7_300, E1="wrong")
    done = labs("check")
    assert done.exit_code == 0
    assert "J99.2" in done.stdout
    assert "The copy that you saved last, 2 minutes ago:\n" in done.stdout
    assert "Another one by its name: `labs check J99.1`" in done.stdout
    assert "4 of 4 points" in done.stdout


def test_a_copy_that_was_only_run_is_not_the_one_saved_last(labs: Labs) -> None:
    write(find_unit("J99.1"), 500, **ANSWERS)
    write(find_unit("J99.2"))
    assert "J99.1" in labs("check").stdout.splitlines()[0]


def test_without_a_unit_and_with_nothing_written_it_says_so(labs: Labs) -> None:
    done = labs("check")
    assert done.exit_code == 2
    assert "There is nothing to check yet: in no unit is anything written" in done.stderr
    assert "Ctrl+S" in done.stderr


def test_a_unit_never_opened_is_told_with_its_file(labs: Labs, root: Path) -> None:
    done = labs("check", "99.2")
    assert done.exit_code == 2
    assert "your copy of J99.2 is as you got it:\n" in done.stderr
    assert str(copy_path(find_unit("J99.2"))) in done.stderr
    assert "saved every 5 s, or at once by Ctrl+S" in done.stderr


def test_a_unit_that_is_newer_in_the_browser_says_when_it_was_saved(labs: Labs) -> None:
    write(find_unit("J99.1"), 42, E1=ANSWERS["E1"], E2="def fee(pence):\n    return 0")
    done = labs("check", "J99.1")
    assert done.exit_code == 1
    assert "Your copy, saved 42 seconds ago:" in done.stdout
    assert "What you wrote since it was saved is not in it: press Ctrl+S" in done.stdout


def test_an_exercise_without_an_answer_is_one_line(labs: Labs) -> None:
    write(find_unit("J99.1"), E1=ANSWERS["E1"])
    said = labs("check", "J99.1").stdout
    assert "· Exercise E2 ** · the fee: not written yet, 0 of 2 points" in said
    assert "E2-share" not in said


@pytest.mark.parametrize(
    ("here", "shown"),
    [
        ("work", "  junior/99-trial/99.1"),
        (".", "  work/junior/99-trial/99.1"),
        ("../elsewhere", "  /"),
    ],
)
def test_the_file_is_named_from_where_the_terminal_is(
    labs: Labs, root: Path, monkeypatch: pytest.MonkeyPatch, here: str, shown: str
) -> None:
    copy = write(find_unit("J99.1"), **ANSWERS)
    (root / here).resolve().mkdir(exist_ok=True)
    monkeypatch.chdir(root / here)
    line = labs("check", "J99.1").stdout.splitlines()[2]
    assert line.startswith(shown)
    assert line.endswith(copy.name)


def test_a_copy_that_is_gone_says_how_to_get_one(labs: Labs) -> None:
    copy_path(find_unit("J99.1")).unlink()
    done = labs("check", "J99.1")
    assert done.exit_code == 2
    assert "There is no copy of J99.1 at" in done.stderr
    assert "`make lab` writes it" in done.stderr


def test_a_check_that_cannot_be_kept_is_shown_all_the_same(
    labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(find_unit("J99.1"), **ANSWERS)

    def full(report: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("labs.course.progress.record", full)
    done = labs("check", "J99.1")
    assert done.exit_code == 0
    assert "4 of 4 points" in done.stdout
    assert "`labs progress` will not know of this check" in done.stderr
