"""The figure of what distance costs."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from labs.measure.charts import style
from labs.units.j05_2 import figures


def test_the_lines_below_the_highest_are_enlarged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr(style, "show", lambda figure, text: drawn.append(figure))
    with mpl.rc_context({"backend": "agg"}):
        figures.distances({"one by one": [10, 400], "MGET": [0.4, 4], "pipeline": [1, 5]}, [0, 4])
    whole, low = drawn[0].axes
    assert whole.get_ylim()[1] > 400
    assert 5 < low.get_ylim()[1] < 10
    assert [line.get_label() for line in low.lines] == ["MGET", "pipeline"]
    assert "on the right all but one by one, enlarged" in " ".join(capsys.readouterr().out.split())
    plt.close("all")


def test_one_line_alone_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="two names or more"):
        figures.distances({"alone": [1, 2]}, [0, 4])
