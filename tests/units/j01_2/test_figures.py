"""J01.2's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j01_2 import figures
from labs.units.j01_2.stage import Outcome
from tests.support.figures import said


def test_strips_say_what_is_kept_answered_otherwise_and_not_at_all(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    kept, other, gone = (
        Outcome("a cart", kept=True),
        Outcome("a cart", kept=False, status="400", got="400 no"),
        Outcome("a cart", kept=False, got="quotes.mjs failed"),
    )
    figures.strips({"Tom's": [kept, gone, gone], "yours": [kept, kept, other]})
    assert said(capsys) == (
        "Of 3 steps Tom's keeps 1, answers 0 otherwise and 2 not at all; "
        "yours keeps 2, answers 1 otherwise and 0 not at all."
    )
    (axes,) = drawn[0].axes
    assert len(axes.patches) == 6
    assert [text.get_text() for text in axes.texts] == ["✓", "-", "-", "✓", "✓", "400"]
