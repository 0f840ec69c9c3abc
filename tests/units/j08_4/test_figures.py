"""J08.4's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j08_4 import figures
from tests.support.figures import said


def test_orders_say_how_many_keep_each_promise(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.orders({"an id": 40, "a line": 20}, 2, 120)
    assert said(capsys) == (
        "Of 120 orders, those that keep: an id: 40; a line: 20; all of them: 2."
    )
    (axes,) = drawn[0].axes
    assert [text.get_text() for text in axes.texts] == ["40", "20", "2"]
