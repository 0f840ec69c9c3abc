"""The figures of fan-out and of paging."""

import pytest
from matplotlib.figure import Figure

from labs.units.j02_2 import figures
from tests.support.figures import said


def test_fan_out_draws_a_line_and_a_row_for_each_pair(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.fan_out(["£10", "£35"], ["seat 1", "seat 2", "seat 3"], names=("payments", "tickets"))
    pairs, result = drawn[0].axes
    assert len(pairs.lines) == 6
    assert [text.get_text() for text in result.texts].count("£10") == 3
    assert "2 payments and 3 tickets give 6 rows" in said(capsys)


def test_paging_draws_work_and_time_by_the_rows_before_the_page(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    steps = {"OFFSET": [130, 4_000], "keyset": [100, 110]}
    figures.paging(steps, {"OFFSET": [0.1, 2.0], "keyset": [0.1, 0.1]}, [0, 2_000])
    work, time = drawn[0].axes
    assert [list(line.get_ydata()) for line in work.lines] == list(steps.values())
    assert list(time.lines[0].get_xdata()) == [0, 2_000]
    assert "after 2,000 rows: OFFSET, 130 and 4,000; keyset, 100 and 110." in said(capsys)
