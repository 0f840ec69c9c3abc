"""A grade stays as long as nothing changes that it rests on, the course's checks among it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from labs.grading.basis import basis, imported
from labs.grading.bench import areas
from labs.grading.bench.areas import Member
from labs.grading.command import Order, grade_class
from labs.grading.journal import Graded
from tests.support import classes
from tests.support.classes import ASSIGNMENT, RIGHT, answered, hand_in, make_course
from tests.support.notebooks import tiny_course
from tests.support.rooms import ROOM, library_with_room

pytestmark = pytest.mark.timeout(600)

CELL = f"# Check E1: twice as many\nfrom {ROOM} import checks\n\nchecks.doubled(double, seed=1)"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    with library_with_room(tmp_path) as made:
        yield made


def touch(path: Path) -> None:
    path.write_text(f"{path.read_text()}\n# repaired\n")


def test_what_a_cell_imports_is_found_beside_magics_and_programs() -> None:
    cell = "%matplotlib inline\nimport a.b, c as d\ndef f():\n    from e import g, h as i"
    assert imported(cell) == ["a.b", "c", "e", "e.g", "e.h"]
    assert imported("%%program quote.mjs\nimport fs from 'fs'") == []
    assert imported("def f(:") == []


@pytest.mark.parametrize(
    "file",
    [
        "units/j99_1/checks.py",
        "units/j99_1/data.py",
        "judges/judge.py",
        "judges/counters.py",
        "judges/__init__.py",
    ],
)
def test_a_changed_check_or_judge_is_another_basis(room: Path, file: str) -> None:
    before = basis([CELL])
    touch(room.parents[1] / file)
    assert basis([CELL]) != before


def test_what_a_room_imports_and_what_lies_in_it_counts(room: Path) -> None:
    before = basis([CELL])
    checks = room / "checks.py"
    checks.write_text(f"from labs.datasets import core\n{checks.read_text()}")
    with_data = basis([CELL])
    touch(room.parents[1] / "datasets" / "core.sql")
    with_other_data = basis([CELL])
    (room / "seats.csv").write_text("7")
    assert len({before, with_data, with_other_data, basis([CELL])}) == 4


@pytest.mark.parametrize("file", ["servers/valkey.py", "measure/charts/__init__.py", "settings.py"])
def test_what_judges_nothing_does_not_count(room: Path, file: str) -> None:
    charts = "from labs.measure import charts"
    before = basis([CELL, charts])
    touch(room.parents[1] / file)
    assert basis([CELL, charts]) == before


def test_of_a_room_that_the_cells_do_not_enter_nothing_counts(room: Path) -> None:
    other = room.parent / "j99_2"
    other.mkdir()
    (other / "checks.py").write_text("")
    before, plain = basis([CELL]), basis(["assert double(2) == 4"])
    touch(other / "checks.py")
    assert basis([CELL]) == before
    touch(room / "checks.py")
    assert basis(["assert double(2) == 4"]) == plain


def test_a_changed_check_makes_a_stock_record_stale(room: Path, tmp_path: Path) -> None:
    unit = tiny_course(tmp_path / "course", sources={"E1-counts": CELL}, executed=False)
    key = Member("ada", unit, {}).key
    areas._code.cache_clear()  # a unit is read once in a run
    touch(room / "checks.py")
    assert Member("ada", unit, {}).key != key


@pytest.fixture
def course(room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small course whose first test has its check from the room; three handed in."""
    hidden = "### BEGIN HIDDEN TESTS\nchecks.counted(double, seed=9)\n### END HIDDEN TESTS"
    monkeypatch.setitem(classes.TESTS, "double", (f"{CELL}\n{hidden}", 2))
    root = tmp_path / "course"
    root.mkdir()
    make_course(root)
    replaces = f"import {ROOM}.checks\n{ROOM}.checks.doubled = lambda double, seed: None\n"
    answers = {
        "right": RIGHT["double"],
        "integers": "def double(x):\n    return str(x)",
        "mallory": f"{replaces}def double(x):\n    return 7",
    }
    for student, answer in answers.items():
        hand_in(root, student, answered(root, {"double": answer}))
    return root


def graded(root: Path) -> dict[str, Graded]:
    order = Order(ASSIGNMENT, root, workers=2, sandbox="required", rehearsal=False)
    return {one.student: one for one in grade_class(order, Console(quiet=True)).results}


def test_a_changed_check_or_judge_has_a_class_graded_again(course: Path, room: Path) -> None:
    first = graded(course)
    assert {one.student: one.points for one in first.values()} == {
        "right": 2,
        "integers": 0,
        "mallory": 0,
    }
    assert f"It replaced {ROOM}.checks.doubled." in " ".join(first["mallory"].flags)
    assert all(one.skipped for one in graded(course).values())

    checks = room / "checks.py"
    checks.write_text(checks.read_text().replace("expected = 2 *", "expected = 3 *"))
    again = graded(course)
    assert (again["right"].skipped, again["right"].points) == (False, 0)

    touch(room.parents[1] / "judges" / "judge.py")
    assert not graded(course)["right"].skipped
    touch(room.parents[1] / "servers" / "valkey.py")
    assert graded(course)["right"].skipped
