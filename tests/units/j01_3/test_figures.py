"""J01.3's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j01_3 import figures
from labs.units.j01_3.asked import Asked
from tests.support.figures import said


def test_strips_say_what_they_draw(drawn: list[Figure], capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {"got": "fees: 1", "expected": "fees: 2"}
    found = [Asked(n, "a cart", {} if n % 5 else wrong) for n in range(1, 26)]
    figures.strips({"Ruby, found": found, "Ruby, yours": []})
    assert said(capsys) == "Steps kept, of 25: Ruby, found, 20; Ruby, yours, not asked."
    (axes,) = drawn[0].axes
    assert [text.get_text() for text in axes.texts].count("x") == 5
