"""Figures, each with a line of text that says the same."""

from labs.measure.charts.caching import lives, outage
from labs.measure.charts.counts import bars, climb, moments, popularity
from labs.measure.charts.engines import lanes, verdicts
from labs.measure.charts.queries import fan_out, paging, walks
from labs.measure.charts.schemas import entities
from labs.measure.charts.style import COLOURS, DASHES
from labs.measure.charts.times import costs, distances, latencies, rates

__all__ = [
    "COLOURS",
    "DASHES",
    "bars",
    "climb",
    "costs",
    "distances",
    "entities",
    "fan_out",
    "lanes",
    "latencies",
    "lives",
    "moments",
    "outage",
    "paging",
    "popularity",
    "rates",
    "verdicts",
    "walks",
]
