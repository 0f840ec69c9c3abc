"""How far a learner is: kept by each check, shown in the terminal and on the start page."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from labs.course.check_report import CheckedExercise, CheckedTest, CheckReport
from labs.course.copies import copy_path, write_copies
from labs.course.progress import LEGEND, progress, record
from labs.course.units import Unit, all_units, read_notebook
from labs.proof.start_page import START_PAGE
from tests.support.notebooks import tiny_course

Check = Callable[[float, float], None]


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return tiny_course(tmp_path / "course")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def check(unit: Unit, work: Path) -> Check:
    """A check that gave these points for E1 and E2, of 2 each."""

    def record_one(first: float, second: float) -> None:
        copy = copy_path(unit, work)
        saved = datetime.fromtimestamp(copy.stat().st_mtime) if copy.exists() else datetime.now()
        exercises = [
            CheckedExercise(name, name, [CheckedTest(f"{name}-test", points, 2)])
            for name, points in (("E1", first), ("E2", second))
        ]
        report = CheckReport(unit.name, unit.title, copy, saved.astimezone(), 1, exercises)
        record(report, work)

    return record_one


def test_before_any_check_all_is_to_do(unit: Unit, work: Path, tmp_path: Path) -> None:
    now = progress(work, tmp_path / "course")
    (only,) = now.units
    assert (only.mark, only.when, only.of) == ("-", "not checked yet", 4)
    assert now.next == unit
    assert not work.exists()


def test_the_last_check_counts(check: Check, unit: Unit, work: Path, tmp_path: Path) -> None:
    check(2, 2)
    check(2, 1)
    now = progress(work, tmp_path / "course")
    assert now.units[0].mark == "3/4"
    assert now.units[0].exercise_marks == "E1 ✔ E2 ✘"
    assert now.next == unit


def test_an_exercise_that_failed_is_told_from_one_that_nobody_wrote(
    unit: Unit, work: Path, tmp_path: Path
) -> None:
    tests = [CheckedTest("test", 0, 2)]
    exercises = [CheckedExercise(name, name, tests, written=name == "E1") for name in ("E1", "E2")]
    now = datetime.now().astimezone()
    record(CheckReport(unit.name, unit.title, copy_path(unit, work), now, 1, exercises), work)
    (only,) = progress(work, tmp_path / "course").units
    assert only.exercise_marks == "E1 ✘ E2 ·"


def test_a_unit_with_full_points_is_done(check: Check, work: Path, tmp_path: Path) -> None:
    check(2, 2)
    now = progress(work, tmp_path / "course")
    assert (now.units[0].mark, now.units[0].when, now.next) == ("✔ 4/4", "just now", None)


def test_a_copy_saved_after_its_check_is_told(
    check: Check, unit: Unit, work: Path, tmp_path: Path
) -> None:
    write_copies(work, tmp_path / "course")
    check(2, 2)
    look = lambda: progress(work, tmp_path / "course").units[0].when  # noqa: E731
    assert look() == "just now"
    later = (datetime.now() + timedelta(seconds=5)).timestamp()
    os.utime(copy_path(unit, work), (later, later))
    assert look() == "just now, saved since"


def test_notebooks_are_not_touched(check: Check, unit: Unit, work: Path, tmp_path: Path) -> None:
    write_copies(work, tmp_path / "course")
    before = copy_path(unit, work).read_bytes(), copy_path(unit, work).stat().st_mtime_ns
    check(1, 1)
    progress(work, tmp_path / "course")
    assert before == (copy_path(unit, work).read_bytes(), copy_path(unit, work).stat().st_mtime_ns)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"J99.1": 3}'])
def test_a_broken_record_is_as_good_as_none_and_is_renewed(
    check: Check, work: Path, tmp_path: Path, content: str
) -> None:
    file = work / ".flytower" / "progress.json"
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert progress(work, tmp_path / "course").units[0].checked is None
    check(2, 2)
    assert progress(work, tmp_path / "course").units[0].done


def test_an_exercise_that_came_later_is_open_and_one_that_went_is_forgotten(
    check: Check, work: Path, tmp_path: Path
) -> None:
    check(2, 2)
    file = work / ".flytower" / "progress.json"
    file.write_text(file.read_text().replace('"E1"', '"E0"'))
    (only,) = progress(work, tmp_path / "course").units
    assert only.exercise_marks == "E1 · E2 ✔"
    assert not only.done


def test_the_record_survives_a_write_that_fails(
    check: Check, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(2, 2)
    file = work / ".flytower" / "progress.json"
    before = file.read_text()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space left"):
        check(0, 0)
    assert file.read_text() == before
    assert json.loads(before)["J99.1"]["exercises"]["E1"] == {"points": 2.0, "of": 2.0}


def test_the_start_page_shows_it_with_a_link_to_the_next_unit(
    check: Check, unit: Unit, work: Path, tmp_path: Path
) -> None:
    check(2, 0)
    shown = progress(work, tmp_path / "course")._repr_markdown_()
    link = f"[99.1 {unit.title}](junior/99-trial/99.1-a-trial-unit.ipynb)"
    assert f"**Next:** {link}" in shown
    assert f"| {link} | 2/4 | E1 ✔ E2 ✘ | just now |" in shown
    assert f"\n{LEGEND}." in shown
    assert "The other 29 of the 30 areas are to come." in shown


def test_the_start_page_has_the_cell_and_no_output(unit: Unit) -> None:
    cells = [cell for cell in read_notebook(START_PAGE).cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in cells] == [[]]
    scope: dict[str, object] = {}
    exec(cells[0].source.replace("\nprogress()", "\nshown = progress()"), scope)  # noqa: S102
    shown = scope["shown"]._repr_markdown_()  # type: ignore[attr-defined]
    first = all_units()[0].number
    assert f"**Next:** [{first}" in shown or "are done" in shown
