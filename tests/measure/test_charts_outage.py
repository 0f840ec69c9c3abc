"""The figure of a cache that is down for a while."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from labs.measure import charts


def test_the_text_counts_what_happened_while_the_cache_was_down(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures: list[Figure] = []
    monkeypatch.setattr(charts.style, "show", lambda figure, text: figures.append(figure))
    answered = {"as it was": [1, 2, 2, 2, 3, 4], "repaired": [1, 2, 3, 4, 5, 6]}
    computed = {"as it was": [1, 1, 1, 1, 2, 2], "repaired": [1, 1, 2, 3, 4, 4]}
    with mpl.rc_context({"backend": "agg"}):
        charts.outage(answered, computed, down=(2, 4))
    text = " ".join(capsys.readouterr().out.split())
    assert "as it was, 0 visitors answered, 0 pages computed" in text
    assert "repaired, 2 visitors answered, 2 pages computed" in text
    for panel in figures[0].axes:
        assert panel.get_xlim() == (0, 6)
        assert len(panel.lines) == len(answered)
    plt.close("all")
