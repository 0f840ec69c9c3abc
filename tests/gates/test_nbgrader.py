"""Stock nbgrader releases, grades and explains every unit, and agrees with our judges.

Three students hand in each area: one with every answer right, one with none, one with every
other exercise done. `make test` takes one unit of each kind; `make prove` takes all.
"""

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from labs.course.cells import Role, exercise, grade_id, magic, points, role, stubbed
from labs.course.check import check
from labs.course.release import release
from labs.course.units import Unit
from labs.languages import language_of
from labs.machine.parts import imported_servers
from labs.proof.trial import exercises, graded_cells, try_out
from labs.proof.verdicts import Variant
from tests.support.notebooks import ANSWERS, cell_of, tiny_course
from tests.support.stock import Graded, grade, nbgrader_unchecked, use_config
from tests.support.units import UNITS


def kind(unit: Unit) -> str:
    """What nbgrader has to do with to grade this unit."""
    notebook = unit.read()
    programs = [magic(cell.source) for cell in notebook.cells if magic(cell.source)]
    if endings := {program.rpartition(".")[2] for program in programs}:
        spoken = {language.name for ending in endings if (language := language_of(ending))}
        return f"programs in {', '.join(sorted(spoken))}"
    return "servers" if any(imported_servers(notebook)) else "Python and SQL alone"


def servers(unit: Unit) -> int:
    """How many servers the unit starts."""
    return len(set(imported_servers(unit.read())))


def one_of_each_kind() -> list[Unit]:
    """The first of those that start the fewest servers."""
    chosen: dict[str, Unit] = {}
    for unit in sorted(UNITS, key=servers):
        chosen.setdefault(kind(unit), unit)
    return list(chosen.values())


CHOSEN = one_of_each_kind()

each_unit = pytest.mark.parametrize(
    "unit",
    [
        pytest.param(unit, id=unit.name, marks=[] if unit in CHOSEN else pytest.mark.prove)
        for unit in UNITS
    ],
)
STUDENTS: dict[str, Callable[[int], bool]] = {
    "reference": lambda number: True,
    "stub": lambda number: False,
    "mixed": lambda number: number % 2 == 0,
}
"""Which exercises, counted from 0, each student has answered."""

pytestmark = pytest.mark.timeout(1_800)  # an area is graded in one go, three times over

GradeArea = Callable[[Unit], Graded]


@pytest.fixture(scope="module")
def grade_area(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> GradeArea:
    """Grades the area of a unit, once; of its other units those that are tested now, too."""
    graded: dict[Path, Graded | BaseException] = {}
    selected: set[Unit] = {
        item.callspec.params["unit"]
        for item in request.session.items
        if item.path == request.path and isinstance(item, pytest.Function)
        if hasattr(item, "callspec") and "unit" in item.callspec.params
    }

    def grade_once(unit: Unit) -> Graded:
        area = unit.path.parent
        if area not in graded:
            units = [other for other in selected if other.path.parent == area]
            try:
                graded[area] = grade_units(tmp_path_factory.mktemp("course"), units)
            except (AssertionError, ValueError) as error:  # once is enough: it takes a minute
                graded[area] = error
        result = graded[area]
        if isinstance(result, BaseException):
            raise result
        return result

    return grade_once


def grade_units(root: Path, units: list[Unit]) -> Graded:
    level, area = units[0].level, units[0].area
    folder = root / "notebooks" / level / area
    folder.mkdir(parents=True)
    for unit in units:
        shutil.copy(unit.path, folder)
    submissions = {
        student: {unit.path.name: handed_in(unit, student) for unit in units}
        for student in STUDENTS
    }
    return grade(root, level, area, submissions)


def done(unit: Unit, student: str) -> list[str]:
    """The exercises that this student has answered."""
    return [name for n, name in enumerate(exercises(unit)) if STUDENTS[student](n)]


def answers(unit: Unit) -> list[NotebookNode]:
    return [cell for cell in unit.read().cells if role(cell) is Role.ANSWER]


def handed_in(unit: Unit, student: str) -> NotebookNode:
    notebook = release(unit)
    for answer in answers(unit):
        if exercise(answer) in done(unit, student):
            cell_of(notebook, grade_id(answer)).source = answer.source
    return notebook


@each_unit
def test_scores_are_what_the_answers_deserve(unit: Unit, grade_area: GradeArea) -> None:
    scores = grade_area(unit).scores
    for student in STUDENTS:
        expected = {
            grade_id(test): points(test) if exercise(test) in done(unit, student) else 0
            for test in graded_cells(unit)
        }
        got = {name: scores[student, unit.path.stem, name] for name in expected}
        assert (student, got) == (student, expected)


@each_unit
def test_scores_are_those_of_our_judge(unit: Unit, grade_area: GradeArea) -> None:
    scores = grade_area(unit).scores
    variants = [
        Variant(
            name=student,
            answers={
                grade_id(answer): stubbed(answer.source)
                for answer in answers(unit)
                if exercise(answer) not in done(unit, student)
            },
        )
        for student in STUDENTS
    ]
    for verdict in try_out(unit, variants):
        for test in graded_cells(unit):
            ours = points(test) if verdict.result(grade_id(test)).passed else 0
            assert ours == scores[verdict.name, unit.path.stem, grade_id(test)], str(verdict)


@each_unit
def test_totals_are_exported(unit: Unit, grade_area: GradeArea) -> None:
    graded = grade_area(unit)
    for student in STUDENTS:
        mine = [score for (name, _, _), score in graded.scores.items() if name == student]
        assert graded.totals[student][0] == sum(mine)
    score, greatest = graded.totals["reference"]
    assert score == greatest > 0


@each_unit
def test_every_student_gets_every_explanation(unit: Unit, grade_area: GradeArea) -> None:
    feedback = grade_area(unit).feedback
    for words in explanations(unit):
        for student in STUDENTS:
            assert words in html.unescape(feedback[student, unit.path.stem])


def explanations(unit: Unit) -> list[str]:
    """The longest run of plain words in each hidden explanation."""
    found = []
    for cell in unit.read().cells:
        if role(cell) is Role.WHY:
            hidden = re.split(r"BEGIN HIDDEN TESTS.*|.*END HIDDEN TESTS", cell.source)[1]
            found.append(max(re.split(r"[^\w ,.;:]", hidden), key=len).strip())
    assert found
    return found


def test_nbgrader_and_labs_check_give_a_damaged_copy_the_same(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    noisy = release(unit)
    cell_of(noisy, "E1-answer").source = (
        "def free_seats(sold):\n    import sys; print('hm', file=sys.stderr)\n"
        "    return SEATS - len(set(sold))"
    )
    cell_of(noisy, "E2-answer").source = ANSWERS["E2"].replace("max(50, share)", "share or 50")
    cell_of(noisy, "E2-share").source = "pass"
    copy = tmp_path / "copy.ipynb"
    nbformat.write(noisy, copy)

    graded = grade(tmp_path, unit.level, unit.area, {"ines": {unit.path.name: noisy}})

    report = check(unit, copy, everything=True)
    ours = {test.name: test.points for part in report.exercises for test in part.tests}
    theirs = {cell: score for (_, _, cell), score in graded.scores.items()}
    assert ours == theirs == {"E1-counts": 0, "E1-twice": 0, "E2-share": 1, "E2-least": 0}


def test_an_unknown_level_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    use_config(tmp_path)
    refused = nbgrader_unchecked(tmp_path, "generate_assignment", "05-caching", LEVEL="principal")
    assert refused.returncode != 0
    assert "LEVEL is 'principal', but the courses are junior and senior." in refused.stderr
    assert not (tmp_path / "build").exists()


def test_the_senior_course_is_apart_from_the_junior(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    unit.path.parent.parent.rename(tmp_path / "notebooks" / "senior")
    senior = Unit(tmp_path / "notebooks" / "senior" / unit.area / unit.path.name)
    graded = grade(tmp_path, "senior", unit.area, {"ines": {unit.path.name: release(senior)}})
    assert graded.totals == {"ines": (0, 4)}
    assert [folder.name for folder in (tmp_path / "build").iterdir()] == ["senior"]
