"""S01.3's figures, and what they say."""

import pytest
from matplotlib.figure import Figure

from labs.units.s01_3 import figures
from labs.units.s01_3.stage import Way
from tests.support.figures import said


def test_counters_say_what_they_lost(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.counted({"int": 30_000, "AtomicInteger": 40_000}, 40_000)
    assert "int 30,000, AtomicInteger 40,000" in said(capsys)
    assert [text.get_text() for text in drawn[0].axes[0].texts] == ["10,000 lost", "exact"]


def test_ways_are_told_by_time_and_by_wrong_pages(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.ways({"processes": Way(0.61, 0), "threads": Way(0.15, 60)})
    assert "threads: 0.15 s waiting, 60 of 60 pages wrong." in said(capsys)
    labels = [[text.get_text() for text in axes.texts] for axes in drawn[0].axes]
    assert labels == [["0.61", "0.15"], ["0", "60"]]
