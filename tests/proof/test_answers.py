"""The file of a unit's answers: slips and right ones, and what is said of one that does not fit."""

from pathlib import Path
from typing import Any

import pytest

from labs.course.units import Unit
from labs.proof.answers import MOST_WRONG, AnswersError, number_of_wrong, path_of, read_answers
from labs.proof.trial import try_out
from tests.support.notebooks import tiny_course, write_answers

COUNTS_ALL = {"replace": "len(set(sold))", "with": "len(sold)", "says": "gave 38:   sold\n"}
RIGHT = "def free_seats(sold):\n    return len(set(range(SEATS)) - {n for n in sold})"
TWICE = "wrong.E1-twice.counts_all"


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return tiny_course(tmp_path)


def problem(unit: Unit, name: str, table: dict[str, Any]) -> str:
    """What is said about one answer, tried."""
    write_answers(unit, {name: table})
    kept = read_answers(unit)
    (answer,) = kept.wrong + kept.right
    (verdict,) = try_out(unit, [answer.variant])
    return answer.problem(verdict)


def refused(unit: Unit, name: str, **table: object) -> str:
    """What is said of a file with this answer."""
    write_answers(unit, {"wrong.E1-counts.fine": COUNTS_ALL, name: table})
    with pytest.raises(AnswersError) as caught:
        read_answers(unit)
    return str(caught.value)


def test_a_slip_is_the_reference_with_other_words(unit: Unit) -> None:
    write_answers(unit, {TWICE: COUNTS_ALL})
    (slip,) = read_answers(unit).wrong
    assert (slip.name, slip.exercise, slip.cell) == ("E1-twice.counts_all", "E1", "E1-answer")
    assert slip.source == "def free_seats(sold):\n    return SEATS - len(sold)"
    assert slip.diff.splitlines()[-2:] == [
        "-    return SEATS - len(set(sold))",
        "+    return SEATS - len(sold)",
    ]


def test_several_words_change_together(unit: Unit) -> None:
    both = {"replace": ["// 10", "max(50"], "with": ["// 20", "max(20"], "says": "a tenth"}
    write_answers(unit, {"wrong.E2-share.halves": both})
    (slip,) = read_answers(unit).wrong
    assert slip.source.splitlines()[1:] == ["    share = pence // 20", "    return max(20, share)"]


def test_it_must_be_refused_for_the_stated_reason(unit: Unit) -> None:
    assert problem(unit, TWICE, COUNTS_ALL) == ""
    said = problem(unit, TWICE, COUNTS_ALL | {"says": "gave 38: sold out"})
    assert "not for the reason it states" in said


def test_one_that_passes_is_shown_as_the_change_that_it_is(unit: Unit) -> None:
    said = problem(unit, TWICE, COUNTS_ALL | {"with": "len({n for n in sold})"})
    assert "E1-twice gives it its points" in said
    assert "+    return SEATS - len({n for n in sold})" in said


def test_a_right_answer_that_is_refused_is_caught(unit: Unit) -> None:
    assert problem(unit, "right.E1.sets", {"answer": RIGHT}) == ""
    narrow = {"replace": " - len(set(sold))", "with": ""}
    assert "is right, yet" in problem(unit, "right.E1.sets", narrow)


@pytest.mark.parametrize(
    ("name", "table", "says"),
    [
        ("wrong.E1-gone.slip", {}, "no graded cell of J99.1. There are: E1-counts, E1-twice"),
        ("wrong.E1-answer.slip", {}, "no graded cell of J99.1"),
        ("right.E3.style", {"says": ""}, "no exercise of J99.1"),
        ("wrong.E1-twice.slip", {"says": ""}, "`says` what its failure must say"),
        ("right.E1.slip", {}, "a right one not"),
        ("wrong.E1-twice.slip", {"replace": "gone"}, "'gone' occur 0 times"),
        ("wrong.E1-twice.slip", {"replace": "sold"}, "'sold' occur 2 times"),
        ("wrong.E1-twice.slip", {"with": ["a", "b"]}, "of different lengths"),
        ("wrong.E1-twice.slip", {"answer": "x"}, "either `replace` and `with`, or a whole"),
        ("wrong.E1-twice.slip", {"because": "x"}, "wrong.E1-twice.slip.because: Extra inputs"),
    ],
)
def test_one_that_fits_nothing_is_an_error_that_names_its_line(
    unit: Unit, name: str, table: dict[str, Any], says: str
) -> None:
    said = refused(unit, name, **(COUNTS_ALL | table))
    assert said.startswith("99.1.toml, line 5: ")
    assert says in said


def test_the_cell_of_a_whole_answer_is_one_of_the_exercise(unit: Unit) -> None:
    said = refused(unit, TWICE, answer="x = 1", cell="E2-answer", says="x")
    assert "'E2-answer' is no answer cell. There are: E1-answer" in said


def test_a_broken_file_is_told_with_its_line(unit: Unit) -> None:
    write_answers(unit, {TWICE: COUNTS_ALL})
    path_of(unit).write_text("[wrong.E1-twice.a]\nsays =\n", encoding="utf-8")
    with pytest.raises(AnswersError, match=r"99\.1\.toml is no TOML: .*line 2"):
        read_answers(unit)


def test_a_unit_without_a_file_has_none(unit: Unit) -> None:
    assert read_answers(unit).wrong == []


def test_each_exercise_needs_two_wrong_answers_and_a_unit_at_most_thirty(unit: Unit) -> None:
    def numbers(first: int, second: int) -> list[str]:
        share = {"replace": "// 10", "with": "// 9", "says": "a tenth"}
        tables = {f"wrong.E1-twice.n{number}": COUNTS_ALL for number in range(first)}
        tables |= {f"wrong.E2-share.n{number}": share for number in range(second)}
        write_answers(unit, tables)
        return number_of_wrong(unit, read_answers(unit))

    assert numbers(2, MOST_WRONG - 2) == []
    (few,) = numbers(2, 1)
    assert few.startswith("E2 has 1 wrong answers, not 2.")
    (many,) = numbers(3, MOST_WRONG - 2)
    assert many.startswith("J99.1 has 31 wrong answers, not 30 at most.")
