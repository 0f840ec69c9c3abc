"""What a lesson measures with: predictions, times, counts, figures, faults and load.

Figures are in `labs.measure.charts`, which loads matplotlib only when it is imported.
"""

from labs.measure.faults import Proxy
from labs.measure.load import Replay, replay
from labs.measure.meter import Run, interval, median, percentile, runs, side_by_side, timed
from labs.measure.own_folder import own_folder
from labs.measure.predictions import predict, predicted
from labs.measure.progress import progress, repetitions

__all__ = [
    "Proxy",
    "Replay",
    "Run",
    "interval",
    "median",
    "own_folder",
    "percentile",
    "predict",
    "predicted",
    "progress",
    "repetitions",
    "replay",
    "runs",
    "side_by_side",
    "timed",
]
