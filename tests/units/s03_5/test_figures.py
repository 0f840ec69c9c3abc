"""The figure of S03.5, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.s03_5.callers import break_matrix
from tests.support.figures import said


def test_the_matrix_names_the_changes_that_break_somebody(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    harmless = {"app": "", "reseller": ""}
    break_matrix({"more": harmless, "less": {"app": "", "reseller": "KeyError"}})
    assert said(capsys) == "1 of 2 changes break somebody: less."
    texts = [each.get_text() for each in drawn[0].axes[0].texts]
    assert texts == ["goes on", "goes on", "goes on", "KeyError"]
