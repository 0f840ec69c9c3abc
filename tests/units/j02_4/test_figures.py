"""Figures of several databases at once: what each refuses, and who waits for whom."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from labs.measure.charts.style import VERMILION
from labs.units.j02_4 import figures


def test_each_verdict_has_its_cell_and_the_summary_counts_the_refused(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.verdicts(
        {
            "an orphan": {"SQLite": "", "PostgreSQL": "23503"},
            "seat 0": {"SQLite": "275", "PostgreSQL": "23514"},
        }
    )
    (axes,) = drawn[0].axes
    said = [text.get_text() for text in axes.texts]
    assert said == ["accepted", "refused: 23503", "refused: 275", "refused: 23514"]
    assert len(axes.patches) == 4
    assert "Of 2 statements SQLite refuses 1; PostgreSQL refuses 2." in capsys.readouterr().out


def test_steps_that_were_refused_stand_out_and_are_named(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.lanes(
        {
            "journal": [("report", "counts", "3"), ("window", "commits", "locked")],
            "WAL": [("report", "counts", "3"), ("window", "commits", "")],
        }
    )
    (axes,) = drawn[0].axes
    standing_out = [
        patch.get_x()
        for patch in axes.patches
        if isinstance(patch, Rectangle) and to_hex(patch.get_facecolor()) == VERMILION.lower()
    ]
    assert [round(x) for x in standing_out] == [2]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["report", "window"] * 2
    assert "journal: window commits; WAL: nobody." in capsys.readouterr().out
