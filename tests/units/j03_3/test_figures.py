"""J03.3's figures, and what they say."""

from collections import Counter

import pytest
from matplotlib.figure import Figure

from labs.units.j03_3 import figures
from labs.units.j03_3.memory import Held
from labs.units.j03_3.night import Line
from tests.support.figures import said


def test_came_in_counts_both_kinds_of_mistake(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [Line("", None), Line("", None), Line("", "title blank"), Line("", "price as text")]
    figures.came_in(lines, {"Tom's": Counter({None: 1, "title blank": 1})})
    assert said(capsys) == ("Tom's: 1 of 2 wrong ones came in, 1 of 2 good ones did not.")
    (axes,) = drawn[0].axes
    words = [text.get_text() for text in axes.texts]
    assert (words[0], words.count("1\nof 1"), words.count("0\nof 1")) == ("1\nof 2", 1, 1)


def test_held_says_the_shortest_and_the_longest(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.held({"whole": [Held(1, 3), Held(2, 6)], "streamed": [Held(1, 0.5), Held(2, 0.5)]})
    assert said(capsys) == (
        "Held at the most: whole, 3.0 MB for an answer of 1.0 MB and 6.0 MB for one of 2.0 MB; "
        "streamed, 0.5 MB for an answer of 1.0 MB and 0.5 MB for one of 2.0 MB."
    )
    assert len(drawn[0].axes[0].lines) == 2
