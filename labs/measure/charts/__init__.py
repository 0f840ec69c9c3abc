"""Figures, each with a line of text that says the same."""

from labs.measure.charts.caching import lives, outage
from labs.measure.charts.counts import bars, climb, moments
from labs.measure.charts.schemas import entities
from labs.measure.charts.stores import ledger
from labs.measure.charts.style import COLOURS, DASHES
from labs.measure.charts.times import costs, distances

__all__ = [
    "COLOURS",
    "DASHES",
    "bars",
    "climb",
    "costs",
    "distances",
    "entities",
    "ledger",
    "lives",
    "moments",
    "outage",
]
