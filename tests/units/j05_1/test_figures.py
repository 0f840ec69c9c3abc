"""J05.1's figures, and what they say."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from labs.measure import Run
from labs.units.j05_1 import figures
from tests.support.figures import said


def test_popularity_says_what_it_draws(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.popularity([8_100, *[100] * 9, *[10] * 90, *[1] * 100])
    assert said(capsys) == (
        "Of all requests, the most read 1 % of the pages take 82 %, "
        "the most read 10 % of the pages take 91 %, the most read 50 % of the pages take 99 %."
    )
    shares = drawn[0].axes[1]
    assert (shares.get_xlim(), shares.get_ylim()) == ((0, 100), (0, 100))


def test_pages_that_nobody_read_are_pages(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.popularity([5] * 50, pages=100)
    assert "the most read 50 % of the pages take 100 %" in said(capsys)
    assert len(drawn) == 1


def latencies() -> dict[str, Run]:
    draw = np.random.default_rng(5)
    fast = draw.lognormal(np.log(0.2), 0.2, 2_000)
    slow = draw.lognormal(np.log(3), 0.2, 2_000)
    mixed = np.where(draw.random(2_000) < 0.61, fast, slow)
    mixed[7] = 5_000.0
    return {
        name: Run(name, tuple(ms.tolist())) for name, ms in {"none": slow, "cache": mixed}.items()
    }


def test_latencies_are_not_stretched_by_an_outlier(drawn: list[Figure]) -> None:
    figures.latencies(latencies())
    whole, tail = drawn[0].axes
    assert whole.get_xlim()[1] < 20
    assert tail.get_ylim() == (95, 100)
    assert tail.get_xlim()[0] > 1
    assert {text.get_text() for text in whole.texts} == {"p50", "p99"}


def test_latencies_say_nothing_that_changes_unless_told_to(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    runs = latencies()
    figures.latencies(runs)
    first = capsys.readouterr().out
    figures.latencies({name: [2 * ms for ms in run] for name, run in runs.items()})
    assert capsys.readouterr().out == first != ""
    figures.latencies(runs, summary="The median fell from 3 to 0.2 ms.")
    assert capsys.readouterr().out == "The median fell from 3 to 0.2 ms.\n"
    assert len(drawn) == 3
