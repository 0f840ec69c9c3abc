"""What E2's functions are asked, in numbers and in words."""

import pytest

from labs.units.j01_5.calls import Many, Retry


@pytest.mark.parametrize(
    ("call", "begun"),
    [
        (Many([], 2, []), [0]),
        (Many([4, 5], 3, [(1, True), (0, True)]), [2, 2, 2]),
        (Many([4, 5, 6, 8], 2, [(0, True), (1, False), (2, True)]), [2, 3, 3, 3]),
    ],
)
def test_a_task_begins_for_each_that_ended_until_one_fails(call: Many, begun: list[int]) -> None:
    assert call.begun() == begun


def test_a_call_is_told_with_what_has_happened_so_far() -> None:
    call = Many([4, 5, 6], 2, [(1, True), (0, False)])
    assert call.called(0) == "mapLimit([4, 5, 6], 2, task)"
    assert call.called(1) == "mapLimit([4, 5, 6], 2, task); 5 ends"
    assert call.called() == "mapLimit([4, 5, 6], 2, task); 5 ends, 4 fails"


def test_many_attempts_are_told_by_their_number() -> None:
    few, many = Retry(["503", None], 2), Retry(["503"] * 9, 9, beside=True)
    assert few.called() == "retry(task, 2), where task fails with 503, then gives 0"
    assert many.called().endswith(
        "fails 8 times, then fails with 503, while another call is under way"
    )
