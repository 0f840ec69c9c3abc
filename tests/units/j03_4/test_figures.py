"""J03.4's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j03_4 import figures
from tests.support.figures import said


def test_holds_are_counted_for_each_way_to_ask(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.holds_by_guest({"plain POST": [1, 3, 1, 2], "PUT": [1, 1, 1, 1]})
    assert said(capsys) == (
        "plain POST: 7 holds of 4 guests, 2 of whom have more than one; "
        "PUT: 4 holds of 4 guests, 0 of whom have more than one."
    )
    (axes,) = drawn[0].axes
    assert [text.get_text() for text in axes.texts] == ["3", "2", "7 holds", "4 holds"]
