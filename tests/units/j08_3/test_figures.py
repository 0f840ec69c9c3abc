"""J08.3's figures, and what they say."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from labs.measure.charts.style import BLUE, VERMILION
from labs.units.j08_3 import figures
from labs.units.j08_3.cost import FRAMEWORKS, LAYERS, MANY, Batch
from tests.support.figures import said


def test_answers_are_blue_where_all_are_the_same(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    told = {
        "Express": {"GET 1": "200\nmean 4.3", "PUT 1": "405"},
        "Flask": {"GET 1": "200\nmean 4.2", "PUT 1": "405"},
    }
    figures.answers(["GET 1", "PUT 1"], told)
    assert said(capsys) == (
        "The same from all: PUT 1. GET 1: Express 200 mean 4.3, Flask 200 mean 4.2."
    )
    (axes,) = drawn[0].axes
    colours = [to_hex(patch.get_facecolor()).upper() for patch in axes.patches]
    assert colours == [VERMILION, BLUE, VERMILION, BLUE]


def test_costs_are_told_by_their_medians(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = [(layers, 1) for layers in LAYERS] + [(0, MANY)]
    found = [
        Batch(name, layers, clients, milliseconds, 1_000 / milliseconds)
        for name in FRAMEWORKS
        for layers, clients in kinds
        for milliseconds in (0.5, 4.0, 1.0)
    ]
    figures.costs(found)
    assert "Django 1.00, 1.00, 1.00, 1.00, 1,000 and 1,000" in said(capsys)
    left, right = drawn[0].axes
    assert len(left.collections) == len(right.collections) == len(FRAMEWORKS)


def test_one_slow_batch_does_not_stretch_the_axis(drawn: list[Figure]) -> None:
    found = [
        Batch(name, layers, clients, milliseconds, 1_000.0)
        for name in FRAMEWORKS
        for layers, clients in [*((layers, 1) for layers in LAYERS), (0, MANY)]
        for milliseconds in (1.0, 1.0, 90.0)
    ]
    figures.costs(found)
    _, top = drawn[0].axes[0].get_ylim()
    assert top == pytest.approx(1.6)
