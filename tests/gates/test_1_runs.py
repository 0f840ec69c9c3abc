"""Gate 1: every unit runs, as it is stored, twice in a row and two at a time.

That a fresh run gives the stored outputs is nbval's part: `pytest --nbval notebooks`. There, too,
nothing may be left behind (tests/support/nbval_runs.py).
"""

import pytest

from labs.course.units import Unit
from labs.proof.runs import problems_before_running, problems_running_twice
from tests.support.units import each_unit


@each_unit
def test_a_unit_is_stored_as_it_ran_from_top_to_bottom(unit: Unit) -> None:
    assert problems_before_running(unit.read()) == []


@pytest.mark.prove
@each_unit
@pytest.mark.timeout(600)
def test_cells_run_twice_in_a_row_in_two_kernels_and_leave_nothing(unit: Unit) -> None:
    assert problems_running_twice(unit) == []
