"""The figure of paging."""

import pytest
from matplotlib.figure import Figure

from labs.units.j02_2 import figures
from tests.support.figures import said


def test_paging_draws_work_and_time_by_the_rows_before_the_page(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    steps = {"OFFSET": [130, 4_000], "keyset": [100, 110]}
    figures.paging(steps, {"OFFSET": [0.1, 2.0], "keyset": [0.1, 0.1]}, [0, 2_000])
    work, time = drawn[0].axes
    assert [list(line.get_ydata()) for line in work.lines] == list(steps.values())
    assert list(time.lines[0].get_xdata()) == [0, 2_000]
    assert "after 2,000 rows: OFFSET, 130 and 4,000; keyset, 100 and 110." in said(capsys)
