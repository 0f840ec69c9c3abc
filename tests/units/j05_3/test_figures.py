"""The figures of J05.3: hits and stale answers by life, and calls by moment."""

import pytest
from matplotlib.figure import Figure

from labs.units.j05_3 import figures
from tests.support.figures import said

SHARES = {
    "fixed": {500: (50.0, 0.5), 1_000: (80.0, 2.0), 4_000: (90.0, 2.5)},
    "renewed": {500: (60.0, 30.0), 1_000: (85.0, 40.0), 4_000: (95.0, 50.0)},
}


def test_without_limits_no_line_and_no_word_tells_which_life_fits(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.lives(SHARES)
    assert said(capsys) == (
        "fixed, 0.5 s: 50 % hits and 0.5 % stale, 4 s: 90 % hits and 2.5 % stale; "
        "renewed, 0.5 s: 60 % hits and 30.0 % stale, 4 s: 95 % hits and 50.0 % stale."
    )
    for panel, top in zip(drawn[0].axes, (100, 10), strict=True):
        assert len(panel.lines) == len(SHARES)
        assert panel.get_ylim() == (0, top)
        assert not panel.texts


def test_each_limit_is_drawn_and_the_text_says_which_lives_keep_both(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.lives(SHARES, most_stale=2.5, least_hits=80)
    assert said(capsys) == (
        "At least 80 % hits and at most 2.5 % stale: fixed, 1 to 4 s; renewed, no life."
    )
    labels = [panel.texts[0].get_text() for panel in drawn[0].axes]
    assert labels == ["floor: 80 %", "budget: 2.5 %"]


def test_one_limit_alone_is_drawn_in_its_own_panel(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.lives(SHARES, most_stale=40, stale_top=50)
    assert said(capsys) == "At most 40 % stale: fixed, 0.5 to 4 s; renewed, 0.5 to 1 s."
    hits, stale = drawn[0].axes
    assert (len(hits.lines), len(stale.lines)) == (len(SHARES), len(SHARES) + 1)


def test_moments_say_the_most_and_the_mean_of_each(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.moments({"together": [0, 0, 9, 0], "spread": [3, 3, 2, 3]})
    assert said(capsys) == (
        "Calls in 100 ms: together, at most 9, 2.2 on average; spread, at most 3, 2.8 on average."
    )
    (axes,) = drawn[0].axes
    assert axes.get_xlim() == (0, 0.4)
    assert [line.get_ydata()[2] for line in axes.lines] == [9, 2]
