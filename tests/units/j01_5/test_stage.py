"""What a tour ought to do, told event by event."""

import pytest

from labs.units.j01_5.stage import Case, right


@pytest.mark.parametrize(
    ("case", "error", "events"),
    [
        (Case([]), "", ["tour ends"]),
        (Case([7, 3]), "hold 7: 409", ["hold 7 begins", "hold 7 fails", "tour fails"]),
        (
            Case([3], cancel="seats 3 begins"),
            "cancelled",
            [
                *("hold 3 begins", "hold 3 ends", "seats 3 begins", "seats 3 fails"),
                *("free 3 begins", "free 3 ends", "tour fails"),
            ],
        ),
    ],
)
def test_what_is_held_is_given_back(case: Case, error: str, events: list[str]) -> None:
    assert right(case) == {"error": error, "events": events}


def test_the_last_one_is_given_back_first() -> None:
    freed = [event for event in right(Case([3, 5, 3], shut=5))["events"] if "free" in event]
    assert freed[::2] == ["free 3 begins", "free 5 begins", "free 3 begins"]
