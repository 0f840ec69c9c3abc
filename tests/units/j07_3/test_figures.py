"""J07.3's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j07_3 import figures
from labs.units.j07_3.figures import Visit
from tests.support.figures import said


def test_visits_say_how_many_round_trips_each_took(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.tls_visits({"HTTP": Visit(1, 98, 81.2), "TLS": Visit(2, 1_453, 165.7)}, delay_ms=80)
    assert said(capsys) == (
        "The fastest of three visits, at 80 ms a round trip: HTTP: 1 round trip, 81 ms, 98 bytes "
        "from the server; TLS: 2 round trips, 166 ms, 1,453 bytes from the server."
    )
    axes = drawn[0].axes[0]
    assert [round(bar.get_width(), 1) for bar in axes.patches] == [81.2, 165.7]  # type: ignore[attr-defined]
    assert [list(line.get_xdata()) for line in axes.lines] == [[80, 80], [160, 160]]  # type: ignore[arg-type]
