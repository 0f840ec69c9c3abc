"""Gate 4: every unit has the shape of the lesson standard."""

from labs.course.units import Unit
from labs.proof.shape import problems
from tests.support.units import each_unit


@each_unit
def test_a_unit_keeps_the_lesson_standard(unit: Unit) -> None:
    found = problems(unit)
    assert not found, "\n".join(found)
