"""Figures, each with a line of text that says the same."""

from labs.measure.charts.caching import lives, outage
from labs.measure.charts.counts import climb, moments, popularity
from labs.measure.charts.databases import (
    bars,
    entities,
    fan_out,
    jobs,
    lanes,
    ledger,
    paging,
    rates,
    verdicts,
    walks,
)
from labs.measure.charts.style import COLOURS, DASHES
from labs.measure.charts.times import costs, distances, latencies

__all__ = [
    "COLOURS",
    "DASHES",
    "bars",
    "climb",
    "costs",
    "distances",
    "entities",
    "fan_out",
    "jobs",
    "lanes",
    "latencies",
    "ledger",
    "lives",
    "moments",
    "outage",
    "paging",
    "popularity",
    "rates",
    "verdicts",
    "walks",
]
