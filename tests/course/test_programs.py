"""An exercise that is answered in JavaScript, from its release to its judges."""

from pathlib import Path

import pytest

from labs.course.cells import magic, stub, stubbed
from labs.course.kernel import StoppedError, environment, run
from labs.course.release import leaks, release
from labs.course.units import Unit, read_notebook
from labs.languages import Node
from labs.machine import parts
from labs.proof.answers import number_of_wrong, read_answers
from labs.proof.mutants import mutants
from labs.proof.runs import problems_running_twice
from labs.proof.shape import problems as shape_problems
from labs.proof.trial import reference, try_out
from labs.proof.trial import stub as untouched
from labs.proof.verdicts import Variant
from tests.support.notebooks import SETUP, cell_of, tiny_course, write_answers
from tests.support.stock import nbgrader, use_config

ANSWER = """%%program seats.mjs
const sold = process.argv.slice(2);

function free(sold) {
  // BEGIN SOLUTION
  return 40 - new Set(sold).size;
  // END SOLUTION
}

console.log(free(sold));"""

STUB = """%%program seats.mjs
const sold = process.argv.slice(2);

function free(sold) {
  // YOUR CODE HERE
  throw new Error("not written yet");
}

console.log(free(sold));"""

CALL = """
from labs.judges import judging
from labs.languages import Node


def free_seats(sold):
    return Node.run("seats.mjs", *sold).json()"""

JUDGE = """with judging("E1: a seat counts once") as judge:
    got = free_seats([3, 3])
    judge.that(got == 39, called="seats.mjs 3 3", got=got, expected=39, likely="sold twice.")
### BEGIN HIDDEN TESTS
assert free_seats([9, 9, 9]) == 39
### END HIDDEN TESTS"""

SOURCES = {"E1-answer": ANSWER, "E1-twice": JUDGE, "j99-1-02": SETUP + CALL}
RIGHT = "console.log(40 - new Set(process.argv.slice(2)).size);\n"
COUNTS_ALL = {"replace": "new Set(sold).size", "with": "sold.length", "says": "sold twice"}


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return tiny_course(tmp_path, sources=SOURCES, executed=False)


@pytest.mark.parametrize("name", ["a.js", "a.mjs", "a.cjs", "a.ts", "a.mts"])
def test_the_name_of_a_program_says_its_language(name: str) -> None:
    assert stub(f"%%program {name}\nlet x;") == Node.stub
    assert magic(f"%%program {name}\nlet x;") == f"%%program {name}"


@pytest.mark.parametrize("source", ["x = 1", "# %%program a.mjs\nx = 1", "%%time\nx = 1", ""])
def test_all_else_is_python(source: str) -> None:
    assert (stub(source), magic(source)) == ("raise NotImplementedError()", "")


def test_the_stub_stands_where_the_solution_stood() -> None:
    lines = [line for line in STUB.splitlines() if "YOUR CODE HERE" not in line]
    assert stubbed(ANSWER).splitlines() == lines


def test_it_is_released_as_stock_nbgrader_releases_it(unit: Unit, tmp_path: Path) -> None:
    use_config(tmp_path)
    nbgrader(tmp_path, "generate_assignment", unit.area)
    theirs = tmp_path / "build" / "junior" / "release" / unit.area / unit.path.name
    assert read_notebook(theirs) == release(unit)
    assert cell_of(release(unit), "E1-answer").source == STUB


def test_the_copy_leaks_nothing_and_a_leak_is_seen(unit: Unit) -> None:
    copy = release(unit)
    assert leaks(unit.read(), copy) == []
    cell_of(copy, "E1-answer").source = ANSWER
    assert "cell E1-answer holds the hidden line 'return 40 - new Set(sold).size;'" in leaks(
        unit.read(), copy
    )


def test_the_copy_runs_to_the_exercise_and_says_that_nothing_is_written(
    unit: Unit, tmp_path: Path
) -> None:
    copy = release(unit)
    cell_of(copy, "E1-counts").source = JUDGE.split("###", maxsplit=1)[0]
    with pytest.raises(StoppedError, match="not written yet, or written and not run") as stopped:
        run(copy, tmp_path, environment(LABS_TEST="1"))
    assert stopped.value.ename == "CheckFailed"


def test_it_is_judged_in_forks_that_do_not_meet(unit: Unit) -> None:
    write_answers(
        unit, {"wrong.E1-twice.counts_all": COUNTS_ALL, "right.E1.set": {"answer": RIGHT}}
    )
    kept = read_answers(unit)
    (wrong,), (right,) = kept.wrong, kept.right
    broken = Variant(name="broken", answers={"E1-answer": "%%program seats.mjs\nlet = ;"})
    verdicts = try_out(
        unit, [reference(), wrong.variant, right.variant, untouched(unit), broken, reference()]
    )
    assert [verdict.full_points for verdict in verdicts] == [True, False, True, False, False, True]
    assert wrong.problem(verdicts[1]) == right.problem(verdicts[2]) == ""
    assert "not written yet" in verdicts[3].result("E1-twice").message
    assert "line 2 of the cell: let = ;" in verdicts[4].result("E1-twice").message


def test_it_has_no_mutants_and_needs_four_wrong_answers(unit: Unit) -> None:
    assert {mutant.exercise for mutant in mutants(unit)} == {"E2"}
    few = {f"wrong.E1-twice.{name}": COUNTS_ALL for name in "abc"}
    other = {f"wrong.E2-share.{name}": {"answer": "x = 1", "says": "x"} for name in "abc"}
    write_answers(unit, few | other)
    (said,) = number_of_wrong(unit, read_answers(unit))
    assert said.startswith("E1 has 3 wrong answers, not 4.")
    write_answers(unit, few | other | {"wrong.E1-counts.d": COUNTS_ALL})
    assert number_of_wrong(unit, read_answers(unit)) == []


def test_its_unit_needs_node(unit: Unit, tmp_path: Path) -> None:
    needs = {need.part: list(need.units) for need in parts.needs([unit])}
    assert needs[Node] == ["J99.1"]
    python_alone = tiny_course(tmp_path / "other", executed=False)
    needs = {need.part: list(need.units) for need in parts.needs([python_alone])}
    assert needs[Node] == []


def test_each_cell_runs_twice_in_two_kernels_at_once(unit: Unit) -> None:
    assert problems_running_twice(unit) == []


def test_a_long_program_is_no_fault_of_shape(unit: Unit, tmp_path: Path) -> None:
    long = tiny_course(tmp_path / "long", sources={**SOURCES, "j99-1-06": LONG}, executed=False)
    assert [said for said in shape_problems(long) if "lines, more than" in said] == []


LONG = "%%program long.mjs\n" + "console.log(1);\n" * 40
