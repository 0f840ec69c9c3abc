"""Figures: what they say, and how they reach a notebook."""

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from labs.measure import Run, charts


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Figure]]:
    """The figures that would have been shown, drawn to the last pixel."""
    figures: list[Figure] = []

    def show(figure: Figure, text: str) -> None:
        figure.canvas.draw()
        figures.append(figure)

    with mpl.rc_context({"backend": "agg"}):
        monkeypatch.setattr(charts.style, "show", show)
        yield figures
        plt.close("all")


def test_popularity_says_what_it_draws(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.popularity([8_100, *[100] * 9, *[10] * 90, *[1] * 100])
    assert said(capsys) == (
        "Of all requests, the most read 1 % of the pages take 82 %, "
        "the most read 10 % of the pages take 91 %, the most read 50 % of the pages take 99 %."
    )
    shares = drawn[0].axes[1]
    assert (shares.get_xlim(), shares.get_ylim()) == ((0, 100), (0, 100))


def test_pages_that_nobody_read_are_pages(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.popularity([5] * 50, pages=100)
    assert "the most read 50 % of the pages take 100 %" in said(capsys)
    assert len(drawn) == 1


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, without its line breaks."""
    return " ".join(capsys.readouterr().out.split())


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
    charts.latencies(latencies())
    whole, tail = drawn[0].axes
    assert whole.get_xlim()[1] < 20
    assert tail.get_ylim() == (95, 100)
    assert tail.get_xlim()[0] > 1
    assert {text.get_text() for text in whole.texts} == {"p50", "p99"}


def test_a_text_is_folded_where_words_end(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.climb({"a": [1]}, title=" ".join(["title"] * 3), y=" ".join(["count"] * 40))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 95


def test_latencies_say_nothing_that_changes_unless_told_to(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    runs = latencies()
    charts.latencies(runs)
    first = capsys.readouterr().out
    charts.latencies({name: [2 * ms for ms in run] for name, run in runs.items()})
    assert capsys.readouterr().out == first != ""
    charts.latencies(runs, summary="The median fell from 3 to 0.2 ms.")
    assert capsys.readouterr().out == "The median fell from 3 to 0.2 ms.\n"
    assert len(drawn) == 3


def test_counters_climb_from_nought_and_are_named_at_their_ends(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.climb(
        {"as it was": list(range(1, 1_001)), "repaired": [1] * 1_000, "yours": [1] * 1_000},
        y="origin calls",
    )
    assert capsys.readouterr().out == (
        "After 1,000 requests, origin calls: as it was 1,000, repaired 1, yours 1.\n"
    )
    (axes,) = drawn[0].axes
    assert axes.get_ylim()[0] == 0
    heights = sorted(text.xy[1] for text in axes.texts)
    assert [text.get_text() for text in axes.texts] == [
        "repaired: 1",
        "yours: 1",
        "as it was: 1,000",
    ]
    assert min(np.diff(heights)) > 50, "names do not lie on each other"


def test_lines_differ_in_colour_and_in_dashes() -> None:
    assert len(set(charts.COLOURS)) == len(charts.COLOURS)
    assert len(set(zip(charts.COLOURS, charts.DASHES, strict=True))) == 6
    assert len(set(charts.DASHES[:5])) == 5


def test_in_a_notebook_the_text_stands_below_the_figure_and_is_its_alt_text() -> None:
    source = "from labs.measure import charts\ncharts.climb({'a': [1, 2]}, title='Climbing')"
    cell = nbformat.v4.new_code_cell(source)
    notebook = nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    text = "After 2 requests, count: a 2."
    for ran in notebook.cells:
        figure, line = ran.outputs
        assert (figure.output_type, line.text) == ("display_data", f"{text}\n")
        assert set(figure.data) == {"image/png", "text/plain"}
        assert figure.metadata["image/png"]["alt"] == text
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert f'alt="{text}"' in page
