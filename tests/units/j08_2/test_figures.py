"""J08.2's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j08_2 import figures
from labs.units.j08_2.pairs import PAIRS, Outcome
from tests.support.figures import said


def test_outcomes_say_how_many_are_as_promised(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    right = [pair.promised for pair in PAIRS]
    late = [*right[:-1], Outcome(200, page={"review": None, "page": "review", "show": 7})]
    figures.outcomes("What two routers say", PAIRS, {"Flask": right, "Express": late})
    assert said(capsys) == "Flask: 25 of 25 as promised; Express: 24 of 25 as promised."
    words = [text.get_text() for axes in drawn[0].axes for text in axes.texts]
    assert len(words) == 50
    assert words[2] == "✓ 200 GET HEAD OPT"
    assert words[-1] == "✗ 200 review 7 null"
    assert figures._short(Outcome(200, page={"page": "title", "title": "x" * 40})).endswith("x…")
