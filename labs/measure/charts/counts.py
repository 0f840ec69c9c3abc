"""Figures of counts: how they climb, over what they spread, and how they compare."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import (
    COLOURS,
    COUNT,
    DASHES,
    figure,
    label_ends,
)


def climb(
    series: Mapping[str, Sequence[int]],
    title: str = "Counted so far",
    x: str = "requests",
    y: str = "count",
) -> None:
    """Counters that climb: for each name, the count after the first, second … request."""
    text = (
        f"After {max(map(len, series.values())):,} {x}, {y}: "
        + ", ".join(f"{name} {counts[-1]:,}" for name, counts in series.items())
        + "."
    )
    with figure(title, text) as (axes,):
        ends = []
        for (name, counts), colour, dash in zip(
            series.items(), cycle(COLOURS), cycle(DASHES), strict=False
        ):
            steps = np.arange(len(counts) + 1)
            axes.plot(steps, [0, *counts], color=colour, linestyle=dash, clip_on=False)
            ends.append((counts[-1], len(counts), f"{name}: {counts[-1]:,}", colour))
        axes.set(xlabel=x, ylabel=y)
        axes.set_xlim(0, max(map(len, series.values())))
        axes.set_ylim(0, max(1, *(count for count, *_ in ends)) * 1.04)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(6, integer=True))
            axis.set_major_formatter(COUNT)
        label_ends(axes, ends)
