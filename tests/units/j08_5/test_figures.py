"""J08.5's figures, and what they say."""

import pytest
from matplotlib.figure import Figure

from labs.units.j08_5 import figures
from labs.units.j08_5.stage import Held, Told
from tests.support.figures import said


def test_sixty_are_counted_by_how_they_fared(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[Told] = ["right"] * 58 + ["a 5xx", "let in"]
    figures.sixty({"Rafi's": told, "yours": ["right"] * 60})
    assert said(capsys) == (
        "Rafi's: 58 as it should be, 1 a 5xx, 1 let in, though wrong; yours: 60 as it should be."
    )
    assert [text.get_text() for text in drawn[0].axes[0].texts] == ["58", "1", "1", "60"]


def test_memory_is_told_by_its_peak(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    held = {
        name: Held(peak * 1_000_000, [(3.0, 0), (5.0, peak * 1_000_000)])
        for name, peak in (("a", 100), ("b", 40), ("c", 20), ("d", 1))
    }
    figures.memory(held)
    assert said(capsys) == "At most: a 100 MB, b 40 MB, c 20 MB, d 1 MB."
    lines = drawn[0].axes[0].get_lines()
    assert [list(line.get_xdata()) for line in lines[:4]] == [[0.0, 2.0]] * 4
