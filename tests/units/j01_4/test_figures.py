"""J01.4's figures, and what they say."""

import pytest
from matplotlib.figure import Figure

from labs.units.j01_4 import figures
from labs.units.j01_4.heart import Heart
from labs.units.j01_4.watch import Call, Watch
from tests.support.figures import said

ONE_BY_ONE = [Call(1, 0, 20, 200), Call(2, 21, 41, 200), Call(3, 42, 62, 404)]
TOGETHER = [Call(1, 0, 20, 200), Call(2, 1, 21, 200), Call(3, 2, 2, 503)]


def test_calls_say_how_many_were_answered_and_at_once(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.calls({"one by one": ONE_BY_ONE, "together": TOGETHER})
    assert said(capsys).endswith(
        "one by one: 3 answers, 1 at once; together: 2 answers, 2 at once, 1 refused."
    )
    axes = drawn[0].axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one by one", "together"]
    assert [len(lines.get_segments()) for lines in axes.collections] == [3, 2]  # type: ignore[attr-defined]
    assert [len(crosses.get_xdata()) for crosses in axes.lines] == [0, 1]  # type: ignore[arg-type]


def test_calls_may_all_be_refused(drawn: list[Figure], capsys: pytest.CaptureFixture[str]) -> None:
    figures.calls({"in haste": [Call(1, 1, 1, 503)]})
    assert said(capsys).endswith("in haste: 0 answers, 0 at once, 1 refused.")
    assert len(drawn) == 1


def test_work_is_shown_with_the_cores_that_did_it(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    alone, spread = Watch(), Watch()
    alone.seconds, alone.computed, spread.seconds, spread.computed = 2.0, 2.0, 1.0, 1.8
    figures.busy({"one by one": alone, "processes": spread})
    assert "one by one: 2.00 s, 1.0 cores; processes: 1.00 s, 1.8 cores." in said(capsys)
    assert [bar.get_width() for bar in drawn[0].axes[0].patches] == [2, 1]  # type: ignore[attr-defined]


def test_beats_are_counted_while_the_work_is_done(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    frozen, free = Heart(), Heart()
    frozen.took_ms, frozen.beats_ms = 200, [-5, 201]
    free.took_ms, free.beats_ms = 20, [-5, 5, 10, 15, 25]
    figures.beats({"called": frozen, "to_thread": free})
    assert "called: 0 beats in 200 ms; to_thread: 3 beats in 20 ms." in said(capsys)
    assert [len(marks.get_xdata()) for marks in drawn[0].axes[0].lines] == [2, 5]  # type: ignore[arg-type]
