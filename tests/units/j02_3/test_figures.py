"""The figures of data that change: rows in a second, and walks over pages."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from labs.units.j02_3 import figures


def test_rates_have_a_dot_for_each_way_and_place_and_no_numbers_in_the_text(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.rates(
        {"each": {"rollback": 1_234.0, "WAL": 4_900.0}, "all": {"rollback": 6e5, "WAL": 4e5}}
    )
    assert capsys.readouterr().out == "Rows in a second, each and all, for: rollback, WAL.\n"
    (axes,) = drawn[0].axes
    assert axes.get_xscale() == "log"
    assert [text.get_text() for text in axes.texts] == ["1,200", "4,900", "600,000", "400,000"]


def test_a_walk_says_what_was_seen_twice_and_what_never(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.walks({"OFFSET": [[1, 2], [2, 4]], "keyset": [[1, 2], [4, 5]]}, [1, 2, 4, 5])
    assert capsys.readouterr().out == (
        "OFFSET: 1 seen twice, 1 never; keyset: 0 seen twice, 0 never.\n"
    )
    once, twice, never = drawn[0].axes[0].lines
    assert np.asarray(twice.get_xydata()).tolist() == [[2, 1], [2, 2]]
    assert np.asarray(never.get_xydata()).tolist() == [[4, 0]]
    assert len(np.asarray(once.get_xydata())) == 2
