"""The figures of S01.1, and what they say."""

import pytest
from matplotlib.figure import Figure

from labs.units.s01_1 import figures
from labs.units.s01_1.load import Range, Row, slowest
from labs.units.s01_1.stage import Rush
from tests.support.figures import said


def row(runtime: str, workload: str, p50: float) -> Row:
    p99, few = Range(2 * p50, 2 * p50, 3 * p50), Range(8, 9, 10)
    return Row(runtime, workload, Range(p50, p50, p50), p99, few, few, 0)


ROWS = [
    row(runtime, workload, p50)
    for runtime, times in {"Go": (20, 2, 22), "PHP": (180, 9, 200)}.items()
    for workload, p50 in zip(("waiting", "computing", "both"), times, strict=True)
]


def test_runtimes_have_a_panel_for_each_load_on_one_scale(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.runtimes(ROWS)
    text = said(capsys)
    assert "waiting: Go 20-40, PHP 180-360; computing: Go 2-4, PHP 9-18" in text
    assert "Go 9 (8-10) 9 (8-10)" in text
    panels = drawn[0].axes
    assert [axes.get_title(loc="left") for axes in panels] == ["waiting", "computing", "both"]
    assert len({axes.get_xlim() for axes in panels}) == 1


def test_the_slowest_of_each_load() -> None:
    assert slowest(ROWS) == {"waiting": "PHP", "computing": "PHP", "both": "PHP"}


def test_blocked_tells_medians(drawn: list[Figure], capsys: pytest.CaptureFixture[str]) -> None:
    figures.blocked({"computed here": [50, 40, 90], "moved": [2]})
    assert said(capsys) == "The loop stood still for computed here: 50 ms; moved: 2 ms."
    assert len(drawn[0].axes[0].patches) == 2


def test_the_dashboard_tells_both_rushes(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Rush([(30, 900.0), (960, 1_100.0)], [700.0], 1.0)
    after = Rush([(30, 2.0), (60, 4.0), (90, 3.0)], [300.0], 1.9)
    figures.dashboard({"as found": before, "yours": after})
    text = said(capsys)
    assert "as found: health: 2 answers, median 900 ms, slowest 1100 ms" in text
    assert "yours: health: 3 answers, median 3 ms, slowest 4 ms; customers: median 300 ms" in text
    assert len(drawn[0].axes[0].lines) == 3
