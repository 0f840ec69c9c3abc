"""S01.2's figures, and what they say."""

import pytest
from matplotlib.figure import Figure

from labs.units.s01_2 import figures
from labs.units.s01_2.stage import Call
from tests.support.figures import said

HASTE = [Call(1, 5, 25, 200), Call(40, 6, 26, 410), Call(2, 30, 50, 200), Call(3, 31, 60, 499)]
CAREFUL = [Call(1, 5, 25, 200), Call(40, 6, 26, 410), Call(7, 7, 27, 499)]


def test_the_board_counts_calls_that_began_after_the_failure(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.board({"Tom's": HASTE, "yours": CAREFUL})
    assert said(capsys).endswith("Tom's: 2 of 4 in vain; yours: 0 of 3 in vain.")
    assert [len(axes.collections) for axes in drawn[0].axes] == [4, 3]


def test_what_is_left_is_shown_beside_what_was(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.left({"Node: timers": (40, 0), "Go: goroutines": (55, None)})
    assert "Node: timers: 40, then 0; Go: goroutines: 55, then not written yet." in said(capsys)
    assert [bar.get_height() for bar in drawn[0].axes[0].patches] == [40, 0]  # type: ignore[attr-defined]
