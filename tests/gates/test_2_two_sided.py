"""Gate 2: exercises accept what is right, refuse what is wrong, and stand alone."""

from functools import cache
from itertools import chain

import pytest

from labs.course.units import Unit
from labs.proof import mutants
from labs.proof.answers import number_of_wrong, read_answers
from labs.proof.trial import exercises, graded_cells, one_stub, reference, stub, try_out
from labs.proof.verdicts import Verdict
from tests.support.servers import shared_servers
from tests.support.units import each_unit

pytestmark = pytest.mark.timeout(1_200)  # the first test of a unit judges all answers to it


answers = cache(read_answers)


@cache
def verdicts(unit: Unit) -> dict[str, Verdict]:
    """All verdicts on a unit by the variant's name: its setup runs once for all tests here.

    The variants share servers, each with a database of its own there: a start for each takes as
    long as all the rest. Gate 1 and stock nbgrader judge with servers of the unit's own.
    """
    variants = [
        reference(),
        stub(unit),
        *(one_stub(unit, name) for name in exercises(unit)),
        *(answer.variant for answer in chain(answers(unit).wrong, answers(unit).right)),
        *(mutant.variant for mutant in mutants.mutants(unit)),
    ]
    with shared_servers(unit) as addresses:
        return {verdict.name: verdict for verdict in try_out(unit, variants, addresses)}


@each_unit
def test_the_reference_gets_full_points(unit: Unit) -> None:
    verdict = verdicts(unit)["reference"]
    assert verdict.full_points, str(verdict)
    assert len(verdict.results) == len(graded_cells(unit)) > 0


@each_unit
def test_an_untouched_unit_gets_no_point_at_all(unit: Unit) -> None:
    verdict = verdicts(unit)["stub"]
    assert not verdict.problem
    assert [result.grade_id for result in verdict.results if result.passed] == []


@each_unit
def test_whoever_leaves_out_an_exercise_keeps_the_points_of_all_others(unit: Unit) -> None:
    own = {cell.metadata.nbgrader.grade_id: cell.metadata.exercise for cell in graded_cells(unit)}
    for left_out in exercises(unit):
        verdict = verdicts(unit)[f"without {left_out}"]
        passed = [result.grade_id for result in verdict.results if result.passed]
        assert passed == [name for name, of in own.items() if of != left_out], str(verdict)


@each_unit
def test_wrong_answers_are_refused_with_the_stated_message(unit: Unit) -> None:
    problems = [answer.problem(verdicts(unit)[answer.key]) for answer in answers(unit).wrong]
    assert not any(problems), "\n\n".join(filter(None, problems))
    assert number_of_wrong(unit, answers(unit)) == []


@each_unit
def test_right_answers_in_another_style_get_full_points(unit: Unit) -> None:
    problems = [answer.problem(verdicts(unit)[answer.key]) for answer in answers(unit).right]
    assert not any(problems), "\n\n".join(filter(None, problems))


@each_unit
def test_the_tests_notice_small_edits_of_the_solutions(unit: Unit) -> None:
    made = mutants.mutants(unit)
    found = mutants.problems(unit, made, [verdicts(unit)[mutant.name] for mutant in made])
    assert not found, "\n".join(found)
