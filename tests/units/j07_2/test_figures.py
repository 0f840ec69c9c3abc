"""J07.2's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j07_2 import figures
from tests.support.figures import said


def test_equal_states_have_equal_letters(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.fingerprints({"GET": ["x", "x", "x"], "PUT": ["x", "y", "y"], "POST": ["x", "y", "z"]})
    assert said(capsys) == (
        "Never changes the list: GET; changes it once: PUT; changes it each time: POST."
    )
    words = [text.get_text() for text in drawn[0].axes[0].texts]
    assert words == ["GET", *"AAA", "PUT", *"ABB", "POST", *"ABC"]
