"""Figures, each with a line of text that says the same."""

from labs.measure.charts.counts import climb
from labs.measure.charts.style import COLOURS, DASHES
from labs.measure.charts.times import costs

__all__ = [
    "COLOURS",
    "DASHES",
    "climb",
    "costs",
]
