"""The bucket of S03.6's checks, the rush, and the figure."""

import pytest

from labs.units.s03_6 import figures
from labs.units.s03_6.askings import A_MORNING, TEN
from labs.units.s03_6.limits import Policy, Taken
from labs.units.s03_6.model import SLIPS, Model, cause_of
from labs.units.s03_6.rush import in_the_last, let_through, most_in, requests_in


def test_a_bucket_gives_what_it_held_and_what_drips_in() -> None:
    bucket = Model(Policy("partner", limit=10, seconds=1, burst=2))
    assert [bucket.asks(now) for now in (0, 0, 0, 100)] == [
        Taken(admitted=True, left=1, wait=100),
        Taken(admitted=True, left=0, wait=100),
        Taken(admitted=False, left=0, wait=100),
        Taken(admitted=True, left=0, wait=100),
    ]


def test_no_second_lets_more_than_limit_and_burst_through() -> None:
    bucket = Model(Policy("partner", limit=100, seconds=1, burst=20))
    passed = let_through(lambda now: bucket.asks(now).admitted, requests_in())
    assert most_in(1_000, passed) == 119


def test_the_last_second_begins_after_its_first_moment() -> None:
    assert in_the_last(1_000, [0, 1, 1_000], 1_000) == 2
    assert most_in(1_000, []) == 0


@pytest.mark.parametrize(("slip", "cause"), SLIPS)
def test_each_slip_is_found_by_its_answers_to_a_morning(
    slip: dict[str, object], cause: str
) -> None:
    buckets: dict[str, Model] = {}
    told = []
    for number, (caller, now) in enumerate(A_MORNING, 1):
        told.append(buckets.setdefault(caller, Model(TEN, **slip)).asks(now))  # type: ignore[arg-type]
        right = {caller: Model(TEN) for caller, _ in A_MORNING}
        if told != [right[who].asks(at) for who, at in A_MORNING[:number]]:
            break
    else:
        pytest.fail("this slip answers as the right bucket does")
    assert cause_of(TEN, A_MORNING[:number], told) == cause


def test_the_figure_says_the_worst_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    figures.last_second({"all": [2_900, 3_000, 3_899], "none": []}, limit=2)
    assert "all 3; none 0. The limit is 2." in capsys.readouterr().out
