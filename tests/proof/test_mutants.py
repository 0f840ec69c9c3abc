"""Which edits are made of a solution, and what is said of those that no test notices."""

from pathlib import Path

import pytest

from labs.course.units import Unit
from labs.proof.answers import path_of
from labs.proof.mutants import Mutant, edits, mutants, problems, sample
from labs.proof.trial import try_out
from labs.proof.verdicts import Result, Verdict
from tests.support.notebooks import tiny_course


def solution(*lines: str) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return f"def f(a, b=1):\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION\n"


def names(*lines: str) -> list[str]:
    return [name for name, _ in edits(solution(*lines))]


@pytest.mark.parametrize(
    ("line", "edited"),
    [
        ("return a < b", "return a <= b"),
        ("return a == b", "return a != b"),
        ("return a in b", "return a not in b"),
        ("return a is not None", "return a"),
        ("return a is None", "return not a"),
        ("return a + b", "return a - b"),
        ("return a // b", "return a / b"),
        ("return a and b", "return a or b"),
        ("return not a", "return a"),
        ("return -a", "return a"),
        ("return a[0]", "return a[1]"),
        ("return a[0]", "return a[-1]"),
        ("return True", "return False"),
        ("return f'page:{a}'", "return f'XXpage:{a}'"),
        ("return {'key': a}", "return {'XXkey': a}"),
        ("return sorted(a, reverse=b)", "return sorted(a)"),
        ("return set(a)", "return a"),
        ("return a", "return None"),
        ("a += b", "a -= b"),
        ("a += b", "a = b"),
        ("a.add(b)", "pass"),
        ("a = b", "a = None"),
        ("raise a", "pass"),
    ],
)
def test_an_edit_is_named_by_what_it_changes_into_what(line: str, edited: str) -> None:
    assert f"{line} → {edited}" in names(line)


def test_a_condition_is_negated_once() -> None:
    assert names("if a:", "    return b")[0] == "if a: → if not a:"
    assert names("if a is b:", "    return b").count("if a is b: → if not a is b:") == 0


def test_only_the_solution_is_edited() -> None:
    assert names("return a") == ["return a → return None"]  # the default b=1 is given


def test_annotations_and_docstrings_are_left_alone() -> None:
    assert names('"""Say 1 < 2."""', 'x: "A" = a', "return x") == ["return x → return None"]


def test_edits_that_come_to_the_same_are_made_once() -> None:
    source = solution("return a < b")
    texts = [text for _, text in edits(source)]
    assert len(texts) == len(set(texts))


def test_equal_lines_are_told_apart_by_a_number() -> None:
    made = names("a.add(b)", "a.add(b)")
    assert "a.add(b) → pass" in made
    assert "a.add(b) → pass (2)" in made


def test_what_is_not_plain_python_has_no_mutants() -> None:
    assert list(edits("%%program quote.mjs\nconst a = 1;")) == []


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return tiny_course(tmp_path_factory.mktemp("course"))


def test_the_tests_of_the_tiny_unit_notice_every_edit(unit: Unit) -> None:
    made = mutants(unit)
    assert len(made) > 8
    verdicts = try_out(unit, [mutant.variant for mutant in made])
    assert problems(unit, made, verdicts) == []


def test_a_sample_is_drawn_by_lot_and_does_not_depend_on_its_size(unit: Unit) -> None:
    few, more, everything = sample(unit, 3), sample(unit, 6), mutants(unit)
    assert len(few) == 3
    assert set(few) < set(more) < set(everything)
    assert more == [mutant for mutant in everything if mutant in more]
    assert more != everything[:6]


def verdict(mutant: Mutant, *, noticed: bool) -> Verdict:
    return Verdict(name=mutant.name, results=[Result(grade_id="E1-x", passed=not noticed)])


def said(unit: Unit, *alive: str) -> list[str]:
    made = mutants(unit)
    verdicts = [verdict(mutant, noticed=mutant.name not in alive) for mutant in made]
    return problems(unit, made, verdicts)


def test_survivors_must_be_listed_with_a_reason_and_only_they(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    name = "E2-answer: return max(50, share) → return max(51, share)"
    (unlisted,) = said(unit, name)
    assert f'"{name}" = ""' in unlisted

    listing = path_of(unit)
    listing.parent.mkdir(parents=True)
    listing.write_text(f'[survivors]\n"{name}" = "no fee is that near"\n', encoding="utf-8")
    assert said(unit, name) == []
    (stale,) = said(unit)
    assert "an edit that is noticed, or is none" in stale

    few = sample(unit)
    assert name not in [mutant.name for mutant in few]
    assert problems(unit, few, [verdict(mutant, noticed=True) for mutant in few]) == []
    listing.write_text('[survivors]\n"E2-answer: no such edit" = "gone"\n', encoding="utf-8")
    (gone,) = problems(unit, few, [verdict(mutant, noticed=True) for mutant in few])
    assert "an edit that is noticed, or is none: E2-answer: no such edit" in gone
    listing.write_text(f'[survivors]\n"{name}" = "no fee is that near"\n', encoding="utf-8")

    made = mutants(unit)  # on a machine too busy to come to an end with it
    verdicts = [verdict(mutant, noticed=True) for mutant in made]
    slow = [mutant.name for mutant in made].index(name)
    verdicts[slow] = Verdict(name=name, problem="still running after 5 s")
    assert problems(unit, made, verdicts) == []

    listing.write_text(f'[survivors]\n"{name}" = ""\n', encoding="utf-8")
    (unexplained,) = said(unit, name)
    assert "without a reason" in unexplained


def test_too_many_survivors_are_too_many_whatever_the_reasons(unit: Unit) -> None:
    everything = [mutant.name for mutant in mutants(unit)]
    assert "The tests notice 0% of all edits, not 90%." in said(unit, *everything)


def test_a_mutant_that_never_ends_counts_as_noticed(unit: Unit) -> None:
    made = sample(unit, 1)
    assert problems(unit, made, [Verdict(name="loop", problem="still running")]) == []
