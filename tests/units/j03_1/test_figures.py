"""J03.1's figures, and what they say."""

import pytest
from matplotlib.figure import Figure

from labs.units.j03_1 import figures
from tests.support.figures import said


def test_pages_say_what_came_twice_and_never(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    there = [5, 3, 9, 1, 2]
    pages = {"offset": [[5, 3], [3, 9], [2], []], "cursor": [[5, 3], [9, 1], [2]]}
    figures.pages_read(pages, there)
    assert said(capsys) == "offset: 1 twice, 1 never; cursor: 0 twice, 0 never."
    left, right = drawn[0].axes
    assert [text.get_text() for text in left.texts] == ["never"]
    assert not right.texts
    assert left.get_ylim() == right.get_ylim()


def test_a_bar_says_where_the_errand_is_stuck(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.how_far({"items": 0, "held": 2, "none": 3}, ["read", "hold", "let go"])
    assert said(capsys) == (
        "Without any one of 3 special cases the errand ends early in 2 cases, after 0 to 3 of 3 "
        "steps."
    )
    assert [text.get_text() for text in drawn[0].axes[0].texts] == [
        "done", "stuck: let go", "stuck: read"
    ]  # fmt: skip
