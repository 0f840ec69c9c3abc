"""J03.2's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j03_2 import figures
from labs.units.j03_2.stage import METHODS, Said
from tests.support.figures import said


def test_methods_say_how_many_answers_are_as_promised(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = Said(200, None, kept=True), Said(405, "GET, HEAD, OPTIONS", kept=False)
    rows = {"/shows": [right] * len(METHODS), "/holds": [right, wrong] + [right] * 5}
    figures.methods("What is answered", rows)
    assert said(capsys) == "/shows: 7 of 7 as promised; /holds: 6 of 7 as promised."
    (axes,) = drawn[0].axes
    words = [text.get_text() for text in axes.texts]
    assert (words[0], words[8]) == ("✓ 200", "✗ 405\nGET HEAD\nOPTIONS")
