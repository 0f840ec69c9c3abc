"""J01.5's figure, and what it says."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from labs.units.j01_5 import figures
from tests.support.figures import said

KEPT = ["hold 3 begins", "hold 3 ends", "seats 3 begins", "seats 3 fails", "free 3 fails"]
FREED = [*KEPT[:-1], "free 3 begins", "free 3 ends"]


def test_each_run_has_a_panel_that_counts_what_is_held(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.holds({"second, cancelled": (KEPT, 1), "third, cancelled": (FREED, 0)})
    assert said(capsys) == ("Seats on hold at the end: second, cancelled, 1; third, cancelled, 0.")
    heights = [np.asarray(axes.lines[0].get_ydata()).tolist() for axes in drawn[0].axes]
    assert heights == [[0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1, 0]]
    assert len({axes.get_ylim() for axes in drawn[0].axes}) == 1
