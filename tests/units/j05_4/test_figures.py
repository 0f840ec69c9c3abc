"""The figure of a cache that is down for a while."""

import pytest
from matplotlib.figure import Figure

from labs.units.j05_4 import figures
from tests.support.figures import said


def test_the_text_counts_what_happened_while_the_cache_was_down(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    answered = {"as it was": [1, 2, 2, 2, 3, 4], "repaired": [1, 2, 3, 4, 5, 6]}
    computed = {"as it was": [1, 1, 1, 1, 2, 2], "repaired": [1, 1, 2, 3, 4, 4]}
    figures.outage(answered, computed, down=(2, 4))
    text = said(capsys)
    assert "as it was, 0 visitors answered, 0 pages computed" in text
    assert "repaired, 2 visitors answered, 2 pages computed" in text
    for panel in drawn[0].axes:
        assert panel.get_xlim() == (0, 6)
        assert len(panel.lines) == len(answered)
