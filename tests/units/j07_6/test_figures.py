"""J07.6's figure, and what it says."""

import pytest
from matplotlib.figure import Figure

from labs.units.j07_6 import figures, recording
from tests.support.figures import said


def test_progress_says_what_was_sent_again_and_when(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    call = recording.calls(11)[0]
    figures.progress(call.packets, again=call.again)
    start = float(call.packets[0].time)
    again, last = (1_000 * (float(call.packets[at].time) - start) for at in (call.again[0], -1))
    assert said(capsys) == (
        f"28 packets with data, and again: one after {again:.0f} ms; "
        f"the last packet passed after {last:.0f} ms."
    )
    heard, sent, repeated = drawn[0].axes[0].lines
    assert len(list(sent.get_xdata())) == 28  # type: ignore[arg-type]
    assert len(list(repeated.get_xdata())) == 1  # type: ignore[arg-type]
    assert max(heard.get_ydata()) == pytest.approx(40.001, abs=0.01)  # type: ignore[arg-type]
