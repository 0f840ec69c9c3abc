"""Every score is stock nbgrader's: on a heavy foreign course, and on classes of our own areas.

What stock gave our own areas is recorded; `make prove` compares with it.
"""

from pathlib import Path

import pytest

from labs.grading.bench import heavy, ours, stock
from labs.grading.bench import record as records
from labs.grading.bench.areas import AREAS, Member, area_class, hand_in
from labs.grading.bench.compare import compare_with_record, sample
from labs.grading.bench.grades import Grade, differences, grades
from labs.grading.bench.record import Record, points_lost
from labs.proof.answers import read_answers
from tests.support.notebooks import tiny_course

pytestmark = pytest.mark.timeout(1_200)

HEAVY = 6
QUICK = {"02.1", "02.2", "02.3", "05.2", "05.4"}
"""Units that stock runs in seconds."""


def test_a_heavy_class_gets_the_scores_of_stock(tmp_path: Path) -> None:
    made = heavy.make(tmp_path / "ours", HEAVY)
    twin = made.copied(tmp_path / "stock")
    stock.autograde(twin)
    ours.grade(made, workers=2)
    given = grades(twin)
    scores = {
        student: sum(one.score or 0 for one in each.values()) for student, each in given.items()
    }
    assert 0 < min(scores.values()) < max(scores.values())  # not all alike, none lost
    assert list(differences(given, grades(made))) == []


def test_a_record_that_gives_the_answers_of_a_unit_nothing_is_refused() -> None:
    given = {"E1-answer": Grade(), "E1-rows": Grade(0.5), "E1-types": Grade(0.0)}
    assert points_lost("02.4-reference", given) == ["E1-types"]
    assert points_lost("02.4-wrong-01", given) == []


@pytest.mark.parametrize("area", AREAS)
def test_each_documented_wrong_answer_is_in_the_class(area: str) -> None:
    members = area_class(area)
    handed_in = {
        (one.unit.name, cell, source) for one in members for cell, source in one.answers.items()
    }
    documented = {
        (unit.name, answer.cell, answer.source)
        for unit in {one.unit for one in members}
        for answer in read_answers(unit).wrong
    }
    assert documented
    assert documented <= handed_in


def test_the_classes_are_large() -> None:
    assert sum(len(area_class(area)) for area in AREAS) >= 100


def test_each_difference_is_told() -> None:
    given = {"ada": {"t1": Grade(1.0), "a1": Grade(comment="No response.")}, "bo": {}}
    same = {"ada": dict(given["ada"]), "bo": {}}
    assert list(differences(given, same)) == []
    mine = {"ada": given["ada"] | {"t1": Grade(0.5)}, "bo": {"t1": Grade(1.0)}}
    assert list(differences(given, mine)) == [
        "ada, t1: stock gives 1, ours 0.5",
        "bo, t1: stock gives nothing, as the submission was lost, ours 1",
    ]


def test_a_record_is_stale_as_soon_as_an_answer_or_the_unit_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    unit = tiny_course(tmp_path)
    member, other = Member("ada", unit, {"E1-answer": "1"}), Member("ada", unit, {"E1-answer": "2"})
    record = Record("junior/99-trial")
    assert record.missing([member]) == [member]
    record.keep(member, {"t1": Grade(1.0)})
    again = Record("junior/99-trial")
    assert again.grades("ada") == {"t1": Grade(1.0)}
    assert again.missing([member, other]) == [other]
    edited = tiny_course(
        tmp_path / "edited", sources={"E1-answer": "free_seats = len"}, executed=False
    )
    changed = Member("ada", edited, member.answers)
    assert again.missing([changed]) == [changed]


@pytest.mark.prove
@pytest.mark.parametrize("area", AREAS)
def test_what_stock_gives_is_recorded_for_the_whole_class(area: str) -> None:
    stale = [member.student for member in Record(area).missing(area_class(area))]
    assert not stale, f"Run `labs bench grade --record --area {area}`; it lacks {stale}"


@pytest.mark.prove
@pytest.mark.parametrize("area", AREAS)
def test_a_sample_gets_the_recorded_scores_from_stock_and_from_us(
    area: str, tmp_path: Path
) -> None:
    record = Record(area)
    members = chosen(area)
    assert len(members) == 5
    given = {member.student: record.grades(member.student) for member in members}
    made = hand_in(tmp_path / "ours", members)
    twin = made.copied(tmp_path / "stock")
    stock.autograde(twin)
    assert list(differences(given, grades(twin))) == []
    ours.grade(made, workers=2)
    assert list(differences(given, grades(made))) == []


@pytest.mark.prove
@pytest.mark.timeout(14_400)
@pytest.mark.parametrize("area", AREAS)
def test_the_whole_class_gets_the_recorded_scores_from_us(area: str) -> None:
    compared = compare_with_record(area)
    assert compared.compared > 100
    assert list(compared.differences) == []


def chosen(area: str) -> list[Member]:
    """Five of the class, all but one of the quick units, the same each time."""
    members = sample(area, len(area_class(area)))
    quick = [member for member in members if member.unit.number in QUICK]
    slow = [member for member in members if member.unit.number not in QUICK]
    return [*quick[:4], slow[0]]
