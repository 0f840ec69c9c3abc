"""`labs prove`: each test is in a part, and no part is run again that nothing has changed for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from labs.cli import app
from labs.course.units import find_unit
from labs.proof import prove
from labs.proof.prove import Outcome, Part, Record, digest, owns, parts_of, run_part
from labs.settings import ROOT
from tests.support.units import UNITS

PARTS = parts_of(UNITS)
UNIT = find_unit("J05.1")


def collected(*arguments: str) -> list[str]:
    """The tests that pytest would run, without their files."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return re.findall(r"::(.+)$", done.stdout, re.MULTILINE)


# --- what is run --------------------------------------------------------------------------------


def test_a_test_that_takes_hours_is_run_when_it_is_asked_for() -> None:
    gate = "tests/gates/test_1_runs.py"
    stored = "test_a_unit_is_stored_as_it_ran_from_top_to_bottom[J05.1]"
    twice = "test_cells_run_twice_in_a_row_in_two_kernels_and_leave_nothing[J05.1]"
    assert collected(gate, "--unit=J05.1") == [stored]
    assert collected(gate, "--unit=J05.1", "--prove") == [stored, twice]


def test_what_belongs_to_a_unit_is_chosen_by_its_whole_name() -> None:
    notebook = str(UNIT.path)
    assert "Cell 0" in collected(notebook, "tests/gates/test_4_shape.py", "--nbval", "--unit=J05.1")
    assert collected(notebook, "tests/gates/test_4_shape.py", "--nbval", "--unit=none") == []
    assert collected("tests/gates/test_4_shape.py", "--unit=J05") == []


def test_every_test_is_in_a_part() -> None:
    arguments = {argument for part in PARTS for argument in part.arguments}
    folders = {str(path.relative_to(ROOT).parent) for path in ROOT.glob("tests/**/test_*.py")}
    assert folders <= arguments
    ignored = {each.removeprefix("--ignore=") for each in arguments if "--ignore=" in each}
    assert ignored <= arguments
    for unit in UNITS:
        own = [part for part in PARTS if unit in part.units]
        assert str(unit.path) in own[0].arguments
        assert "tests/gates/test_nbgrader.py" in own[1].arguments
        assert all(f"--unit={unit.name}" in part.arguments for part in own)
    assert all("--prove" in part.arguments for part in PARTS)


def test_skipped_tests_are_counted(tmp_path: Path) -> None:
    test = tmp_path / "test_part.py"
    test.write_text("import pytest\n\n\ndef test_it():\n    pytest.skip('no part')\n")
    arguments = [str(test), f"--rootdir={tmp_path}", f"--confcutdir={tmp_path}", "-c", os.devnull]
    done = run_part(Part("a part", arguments))
    assert (done.passed, done.skipped) == (True, 1)
    test.write_text("def test_it():\n    assert False\n")
    assert not run_part(Part("a part", arguments)).passed


# --- what a part depends on ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("notebooks/junior/05-caching/05.1-ask-once-answer-many.ipynb", True),
        ("labs/units/j05_1/checks.py", True),
        ("tests/answers/junior/05.1.toml", True),
        ("tests/units/j05_1/test_figures.py", True),
        ("tests/answers/junior/05.10.toml", False),
        ("tests/answers/senior/05.1.toml", False),
        ("labs/units/j05_10/checks.py", False),
        ("notebooks/junior/05-caching/05.2-count-exactly-ask-in-one-go.ipynb", False),
    ],
)
def test_a_unit_s_own_files_are_known(name: str, own: bool) -> None:
    assert owns(UNIT, name) == own


def test_a_part_depends_on_its_unit_and_on_what_units_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {
        "mine": "tests/answers/junior/05.1.toml",
        "another's": "tests/answers/junior/05.2.toml",
        "shared": "labs/judges/judge.py",
        "a page": "docs/teaching.md",
    }
    for name in names.values():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    monkeypatch.setattr(prove, "ROOT", tmp_path)
    monkeypatch.setattr(prove, "files", lambda: [tmp_path / name for name in names.values()])
    monkeypatch.setattr(prove, "owns", lambda unit, name: unit.number in name)
    of_unit, of_none = Part("J05.1", [], [UNIT]), Part("tests/cli", [])
    changes: dict[str, tuple[bool, bool]] = {}
    for what, name in names.items():
        before = digest(of_unit, UNITS), digest(of_none, UNITS)
        (tmp_path / name).write_text("after")
        changes[what] = digest(of_unit, UNITS) != before[0], digest(of_none, UNITS) != before[1]
    assert changes == {
        "mine": (True, True),
        "another's": (False, True),
        "shared": (True, True),
        "a page": (False, True),
    }


# --- going on -----------------------------------------------------------------------------------

THREE = [Part("one", []), Part("two", []), Part("three", [])]


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the parts that are run; none of them really is."""
    names: list[str] = []

    def run(part: Part) -> Outcome:
        names.append(part.name)
        return Outcome(part.name != "two", int(part.name == "three"), 1.0)

    monkeypatch.setattr(prove, "RECORD", tmp_path / "proved.json")
    monkeypatch.setattr(prove, "parts_of", lambda units: THREE)
    monkeypatch.setattr(prove, "digest", lambda part, units: "the same")
    monkeypatch.setattr(prove, "run_part", run)
    monkeypatch.setattr("labs.cli.writing._bring_what_tests_need", lambda: None)
    return names


def labs_prove(*options: str) -> Result:
    return CliRunner().invoke(app, ["prove", *options])


def test_what_has_passed_is_not_run_again(ran: list[str]) -> None:
    first = labs_prove()
    assert ran == ["one", "two", "three"]
    assert first.exit_code == 1
    assert "2 of 3: two FAILED in 1 s." in first.stdout
    assert "three passed in 1 s, 1 skipped: this part is run again next time." in first.stdout
    assert "Not proved: two." in first.stdout
    ran.clear()
    again = labs_prove()
    assert ran == ["two", "three"]
    assert "1 of 3: one has passed before, and nothing has changed." in again.stdout
    ran.clear()
    labs_prove("--fresh")
    assert ran == ["one", "two", "three"]


def test_a_change_and_a_record_that_was_cut_off_prove_anew(tmp_path: Path) -> None:
    path = tmp_path / "proved.json"
    record = Record(path)
    record.keep(THREE[0], "before")
    assert Record(path).holds(THREE[0], "before")
    assert not Record(path).holds(THREE[0], "after")
    path.write_text(path.read_text()[:9])
    assert not Record(path).holds(THREE[0], "before")
