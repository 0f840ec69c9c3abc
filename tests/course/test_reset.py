"""`labs reset`: a fresh copy, with whatever was there kept under another name."""

from pathlib import Path

import pytest

from labs.course.copies import copy_path, reset_copy, write_copies
from labs.course.copy_report import Outcome
from labs.course.release import ReleaseError
from labs.course.units import Unit
from tests.support.notebooks import tiny_course


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return tiny_course(tmp_path / "course")


@pytest.fixture
def copy(unit: Unit, tmp_path: Path) -> Path:
    write_copies(tmp_path / "work", tmp_path / "course")
    return copy_path(unit, tmp_path / "work")


def test_each_old_copy_is_kept_under_a_name_of_its_own(
    unit: Unit, copy: Path, tmp_path: Path
) -> None:
    fresh = copy.read_bytes()
    for number, content in (("", "first work"), ("2", "second work"), ("3", "third work")):
        copy.write_text(content)
        old = reset_copy(unit, tmp_path / "work")
        assert old == copy.with_name(f"99.1-old{number}-a-trial-unit.ipynb")
        assert old.read_text() == content
        assert copy.read_bytes() == fresh
    kept = sorted(path.read_text() for path in copy.parent.glob("*-old*.ipynb"))
    assert kept == ["first work", "second work", "third work"]


def test_an_update_after_it_finds_nothing_to_do(unit: Unit, copy: Path, tmp_path: Path) -> None:
    copy.write_text("work")
    reset_copy(unit, tmp_path / "work")
    report = write_copies(tmp_path / "work", tmp_path / "course")
    assert {each.outcome for each in report.copies} == {Outcome.UNCHANGED}


def test_a_copy_of_an_older_version_becomes_one_of_today(
    unit: Unit, copy: Path, tmp_path: Path
) -> None:
    tiny_course(tmp_path / "course", sources={"j99-1-03": "## 1 · Now with a fee"})
    reset_copy(unit, tmp_path / "work")
    assert "Now with a fee" in copy.read_text()


def test_without_a_copy_one_is_written(unit: Unit, tmp_path: Path) -> None:
    assert reset_copy(unit, tmp_path / "elsewhere") is None
    assert copy_path(unit, tmp_path / "elsewhere").exists()


def test_a_source_that_cannot_be_released_touches_nothing(
    unit: Unit, copy: Path, tmp_path: Path
) -> None:
    copy.write_text("work")
    unit.path.write_text(unit.path.read_text().replace("END SOLUTION", "END SOLUTIO"))
    with pytest.raises(ReleaseError):
        reset_copy(unit, tmp_path / "work")
    assert copy.read_text() == "work"
    assert not list(copy.parent.glob("*-old*"))


def test_a_full_disk_leaves_the_old_copy(
    unit: Unit, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.write_text("work")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("labs.course.copies.write_atomic", full)
    with pytest.raises(OSError, match="No space left"):
        reset_copy(unit, tmp_path / "work")
    assert [path.read_text() for path in copy.parent.iterdir()] == ["work"]
