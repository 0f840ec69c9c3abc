"""Figures of databases: bars side by side."""

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from labs.measure import charts


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Figure]]:
    figures: list[Figure] = []

    def show(figure: Figure, text: str) -> None:
        figure.canvas.draw()
        figures.append(figure)

    with mpl.rc_context({"backend": "agg"}):
        monkeypatch.setattr(charts.style, "show", show)
        yield figures
        plt.close("all")


def test_jobs_have_a_bar_for_each_design_on_both_sides(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.jobs(
        {
            "document": {"show": (1, 1), "rename": (1, 1_200)},
            "tables": {"show": (6, 10), "rename": (1, 1)},
        }
    )
    assert " ".join(capsys.readouterr().out.split()) == (
        "Round trips, and documents or rows. show: document 1 and 1, tables 6 and 10; "
        "rename: document 1 and 1,200, tables 1 and 1."
    )
    trips, touched = drawn[0].axes
    assert [text.get_text() for text in trips.texts] == ["1", "1", "6", "1"]
    assert [text.get_text() for text in touched.texts] == ["1", "1,200", "10", "1"]
    assert trips.get_xlim()[0] == touched.get_xlim()[0] == 0


def test_bars_side_by_side_have_one_legend_and_begin_at_nought(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.grouped_bars(
        {"missing": {"loose": 0, "firm": 1_050}, "negative": {"loose": 3, "firm": 0}},
        title="Got in",
        x="listings",
    )
    assert capsys.readouterr().out == (
        "Listings: missing: loose 0, firm 1,050; negative: loose 3, firm 0.\n"
    )
    (axes,) = drawn[0].axes
    assert axes.get_xlim()[0] == 0
    assert [text.get_text() for text in axes.texts] == ["0", "3", "1,050", "0"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["missing", "negative"]
    assert [text.get_text() for text in drawn[0].legends[0].get_texts()] == ["loose", "firm"]
