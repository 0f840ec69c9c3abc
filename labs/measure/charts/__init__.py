"""Figures, each with a line of text that says the same."""

from labs.measure.charts.caching import lives, outage
from labs.measure.charts.counts import climb, moments, popularity
from labs.measure.charts.engines import lanes, verdicts
from labs.measure.charts.queries import walks
from labs.measure.charts.stores import grouped_bars, jobs, ledger
from labs.measure.charts.style import COLOURS, DASHES
from labs.measure.charts.times import costs, distances, latencies, rates

__all__ = [
    "COLOURS",
    "DASHES",
    "climb",
    "costs",
    "distances",
    "grouped_bars",
    "jobs",
    "lanes",
    "latencies",
    "ledger",
    "lives",
    "moments",
    "outage",
    "popularity",
    "rates",
    "verdicts",
    "walks",
]
