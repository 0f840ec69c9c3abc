"""The figure of what calls cost at several places."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from labs.measure import charts


def test_each_thing_has_its_medians_in_the_order_of_the_places(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures: list[Figure] = []
    monkeypatch.setattr(charts.style, "show", lambda figure, text: figures.append(figure))
    with mpl.rc_context({"backend": "agg"}):
        charts.costs(
            {"look": {"dict": [1, 2, 9], "SQLite": [4]}, "keep": {"dict": [3], "SQLite": [5]}}
        )
    (axes,) = figures[0].axes
    assert [list(line.get_xdata()) for line in axes.lines] == [[2, 4], [3, 5]]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["dict", "SQLite"]
    assert "of look and keep, for: dict, SQLite." in " ".join(capsys.readouterr().out.split())
    plt.close("all")
