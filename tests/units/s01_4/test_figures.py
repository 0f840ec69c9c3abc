"""S01.4's figures, and what they say."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from labs.units.s01_4 import figures
from labs.units.s01_4.morning import Answer
from tests.support.figures import said


def test_answers_wait_from_the_call_until_the_coroutine_goes_on(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    late = [Answer(40, 200), Answer(80, 200), Answer(160, 200)]
    figures.went_on({"Tom's": late, "handed over": [Answer(40, 41)] * 3})
    assert said(capsys) == (
        "Median time that an answer lies about: Tom's, 120.0 ms; handed over, 1.0 ms."
    )
    first, second = drawn[0].axes
    assert np.asarray(first.lines[0].get_xdata()).tolist() == [40, 80, 160]
    assert np.asarray(first.lines[1].get_xdata()).tolist() == [200, 200, 200]
    assert first.get_xlim() == second.get_xlim()


def test_each_way_has_a_line_that_begins_at_no_change(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.heaps({"itself": [3, 8, 13], "tail": [3, 3, 3.5]})
    assert said(capsys) == "Grown by: itself, 10.0 MB; tail, 0.5 MB."
    lines = [np.asarray(line.get_xdata()).tolist() for line in drawn[0].axes[0].lines]
    assert lines == [[0, 12.5, 25], [0, 12.5, 25]]
