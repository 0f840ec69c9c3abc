"""Figures, each with a line of text that says the same."""

from labs.measure.charts.caching import lives, outage
from labs.measure.charts.counts import climb, moments, popularity
from labs.measure.charts.style import COLOURS, DASHES
from labs.measure.charts.times import costs, distances, latencies

__all__ = [
    "COLOURS",
    "DASHES",
    "climb",
    "costs",
    "distances",
    "latencies",
    "lives",
    "moments",
    "outage",
    "popularity",
]
