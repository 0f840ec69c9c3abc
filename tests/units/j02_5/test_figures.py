"""Figures of J02.5: a bar for each design, counts that begin at nought."""

import pytest
from matplotlib.figure import Figure

from labs.datasets import PRICE_DEFECTS, Listing
from labs.units.j02_5 import figures
from tests.support.figures import said


def test_jobs_have_a_bar_for_each_design_on_both_sides(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.jobs(
        {
            "document": {"show": (1, 1), "rename": (1, 1_200)},
            "tables": {"show": (6, 10), "rename": (1, 1)},
        }
    )
    assert said(capsys) == (
        "Round trips, and documents or rows. show: document 1 and 1, tables 6 and 10; "
        "rename: document 1 and 1,200, tables 1 and 1."
    )
    trips, touched = drawn[0].axes
    assert [text.get_text() for text in trips.texts] == ["1", "1", "6", "1"]
    assert [text.get_text() for text in touched.texts] == ["1", "1,200", "10", "1"]
    assert trips.get_xlim()[0] == touched.get_xlim()[0] == 0


def test_what_got_in_is_counted_by_what_is_wrong(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [Listing({}, defect) for defect in (*PRICE_DEFECTS, *PRICE_DEFECTS[:1])]
    figures.got_in(bad, {"store": [], "SQL": [0, 2, 4]})
    assert said(capsys) == (
        "Listings that got in: missing: store 2, SQL 0; a text: store 1, SQL 1; "
        "negative: store 1, SQL 0; in pounds: store 1, SQL 1."
    )
    (axes,) = drawn[0].axes
    assert axes.get_xlim()[0] == 0
    assert [text.get_text() for text in axes.texts] == [*"2111", *"0101"]
    assert [label.get_text() for label in axes.get_yticklabels()][:2] == ["missing", "a text"]
    assert [text.get_text() for text in drawn[0].legends[0].get_texts()] == ["store", "SQL"]
    assert drawn[0].get_suptitle() == "Which of the 5 wrong listings got in"
