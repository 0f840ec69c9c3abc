"""J07.1's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j07_1 import figures
from tests.support.figures import said


def test_arrivals_say_how_often_was_received(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.arrivals({"next door": [4_000], "Orkney": [1_000, 3_000]})
    assert said(capsys) == (
        "Next door: 1 recv, the first of 4,000 bytes, 4,000 in all; "
        "Orkney: 2 recv, the first of 1,000 bytes, 4,000 in all."
    )
    assert [list(line.get_ydata()) for line in drawn[0].axes[0].lines[:2]] == [  # type: ignore[arg-type]
        [100],
        [25, 100],
    ]
