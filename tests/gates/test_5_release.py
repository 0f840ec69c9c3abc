"""Gate 5, release: nothing leaks into a learner's copy, and it runs to the first exercise.

There the first graded cell fails, as nothing is written yet, and says so.
"""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from labs.course.cells import Role, grade_id, role
from labs.course.kernel import StoppedError, environment, run
from labs.course.release import leaks, release
from labs.course.units import Unit, all_units
from tests.support.notebooks import cell_of, tiny_course

UNITS = [pytest.param(unit, id=unit.name) for unit in all_units()]
MESSAGE = "not written yet"


def problems_running(released: NotebookNode, folder: Path) -> list[str]:
    """What is wrong with the way in which a released copy runs to its first exercise."""
    first = next(cell for cell in released.cells if role(cell) is Role.TEST)
    try:
        run(released, folder, environment(LABS_TEST="1"))
    except StoppedError as error:
        if error.cell.id != first.id:
            where = grade_id(error.cell) or error.cell.id
            return [f"cell {where} failed before the first exercise was reached: {error}"]
        if error.ename != "CheckFailed" or MESSAGE not in str(error):
            return [f"{grade_id(first)} does not say {MESSAGE!r} of an empty answer: {error}"]
        return []
    return [f"{grade_id(first)} passes though nothing was written"]


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_leaks_into_the_copy(unit: Unit) -> None:
    assert leaks(unit.read(), release(unit)) == []


@pytest.mark.parametrize("unit", UNITS)
def test_the_copy_opens_and_runs_to_the_first_exercise(unit: Unit, tmp_path: Path) -> None:
    released = release(unit)
    nbformat.validate(released)
    assert problems_running(released, tmp_path) == []


# The gate itself: it must see what it is there for.

JUDGE = """class CheckFailed(AssertionError):
    pass


def judge_e1_counts(sold):
    try:
        assert free_seats(sold) == 40
    except NotImplementedError:
        raise CheckFailed("free seats: not written yet") from None


judge_e1_counts([])"""


def copy_of(folder: Path, **sources: str) -> NotebookNode:
    edited = {name.replace("_", "-"): source for name, source in sources.items()}
    return release(tiny_course(folder, sources=edited, executed=False))


def test_a_copy_that_fails_first_where_it_should_passes(tmp_path: Path) -> None:
    assert problems_running(copy_of(tmp_path, E1_counts=JUDGE), tmp_path) == []


def test_a_failure_before_the_first_exercise_is_seen(tmp_path: Path) -> None:
    released = copy_of(tmp_path, E1_counts=JUDGE, j99_1_07="assert free_seats([]) == 40")
    (problem,) = problems_running(released, tmp_path)
    assert problem.startswith("cell j99-1-07 failed before the first exercise was reached")


def test_an_unclear_message_is_seen(tmp_path: Path) -> None:
    (problem,) = problems_running(copy_of(tmp_path), tmp_path)
    assert problem.startswith("E1-counts does not say 'not written yet' of an empty answer")


def test_an_exercise_that_passes_unwritten_is_seen(tmp_path: Path) -> None:
    idle = {"E1_counts": "40", "E1_twice": "40", "E2_share": "40", "E2_least": "40"}
    (problem,) = problems_running(copy_of(tmp_path, **idle), tmp_path)
    assert problem == "E1-counts passes though nothing was written"


def test_a_leak_is_seen(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    released = release(unit)
    cell_of(released, "j99-1-03").source += "\n\nHint: `share = pence // 10`"
    assert leaks(unit.read(), released) == [
        "cell j99-1-03 holds the hidden line 'share = pence // 10'"
    ]
