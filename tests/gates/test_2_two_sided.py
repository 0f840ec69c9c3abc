"""Gate 2: exercises accept what is right, refuse what is wrong, and stand alone."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from labs.course.units import Unit
from labs.proof import mutants, two_sided
from labs.proof.answers import number_of_wrong, read_answers
from labs.proof.mutants import Mutant
from labs.proof.trial import exercises, graded_cells
from labs.proof.verdicts import Verdict
from tests.support.units import each_unit

pytestmark = pytest.mark.timeout(1_200)  # the first test of a unit judges all answers to it

Verdicts = Mapping[str, Verdict]


@pytest.fixture
def edits(unit: Unit, request: pytest.FixtureRequest) -> Sequence[Mutant]:
    """The mutants that are tried."""
    return _edits(unit, everything=request.config.getoption("--prove"))


@pytest.fixture
def verdicts(unit: Unit, request: pytest.FixtureRequest) -> Verdicts:
    """All verdicts on a unit by the variant's name."""
    return _verdicts(unit, everything=request.config.getoption("--prove"))


answers = cache(read_answers)


@cache
def _edits(unit: Unit, *, everything: bool) -> Sequence[Mutant]:
    return mutants.mutants(unit) if everything else mutants.sample(unit)


@cache
def _verdicts(unit: Unit, *, everything: bool) -> Verdicts:
    return two_sided.verdicts(unit, _edits(unit, everything=everything))


@each_unit
def test_the_reference_gets_full_points(unit: Unit, verdicts: Verdicts) -> None:
    verdict = verdicts["reference"]
    assert verdict.full_points, str(verdict)
    assert len(verdict.results) == len(graded_cells(unit)) > 0


@each_unit
def test_an_untouched_unit_gets_no_point_at_all(unit: Unit, verdicts: Verdicts) -> None:
    verdict = verdicts["stub"]
    assert not verdict.problem
    assert [result.grade_id for result in verdict.results if result.passed] == []


@each_unit
def test_whoever_solves_one_exercise_alone_has_its_points_and_no_others(
    unit: Unit, verdicts: Verdicts
) -> None:
    own = {cell.metadata.nbgrader.grade_id: cell.metadata.exercise for cell in graded_cells(unit)}
    for solved in exercises(unit):
        verdict = verdicts[f"{solved} alone"]
        passed = [result.grade_id for result in verdict.results if result.passed]
        assert passed == [name for name, of in own.items() if of == solved], str(verdict)


@each_unit
def test_wrong_answers_are_refused_with_the_stated_message(unit: Unit, verdicts: Verdicts) -> None:
    problems = [answer.problem(verdicts[answer.key]) for answer in answers(unit).wrong]
    assert not any(problems), "\n\n".join(filter(None, problems))
    assert number_of_wrong(unit, answers(unit)) == []


@each_unit
def test_right_answers_in_another_style_get_full_points(unit: Unit, verdicts: Verdicts) -> None:
    problems = [answer.problem(verdicts[answer.key]) for answer in answers(unit).right]
    assert not any(problems), "\n\n".join(filter(None, problems))


@each_unit
def test_the_tests_notice_small_edits_of_the_solutions(
    unit: Unit, verdicts: Verdicts, edits: Sequence[Mutant]
) -> None:
    found = mutants.problems(unit, edits, [verdicts[edit.name] for edit in edits])
    assert not found, "\n".join(found)
