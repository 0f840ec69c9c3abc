"""What tests of figures share: the figures that were drawn, and what was printed of them."""

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from labs.measure import charts


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Figure]]:
    """The figures that would have been shown, drawn to the last pixel."""
    figures: list[Figure] = []

    def show(figure: Figure, text: str) -> None:
        figure.canvas.draw()
        figures.append(figure)

    with mpl.rc_context({"backend": "agg"}):
        monkeypatch.setattr(charts.style, "show", show)
        yield figures
        plt.close("all")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, without its line breaks."""
    return " ".join(capsys.readouterr().out.split())
