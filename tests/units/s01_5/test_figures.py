"""S01.5's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.s01_5 import figures
from tests.support.figures import said


def test_growth_says_what_is_kept_in_the_end(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.growth({"as found": [1.0, 2.0], "other key": [0.1, 0.1]}, every=100)
    assert said(capsys).endswith("After 200 visitors. as found: 2.0 MB; other key: 0.1 MB.")
    lines = drawn[0].axes[0].lines
    assert [list(line.get_xdata()) for line in lines] == [[100, 200], [100, 200]]  # type: ignore[arg-type]
