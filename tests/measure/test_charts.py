"""Figures: what they say, and how they reach a notebook."""

import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from labs.measure import charts


def test_a_text_is_folded_where_words_end(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    charts.climb({"a": [1]}, title=" ".join(["title"] * 3), y=" ".join(["count"] * 40))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 95


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
