"""Figures of times: how long calls take."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np

from labs.measure.charts.style import (
    COLOURS,
    DASHES,
    MILLISECONDS,
    figure,
)


def distances(
    series: Mapping[str, Sequence[float]],
    at: Sequence[float],
    title: str = "What distance costs",
    y: str = "time (ms)",
    summary: str = "",
) -> None:
    """How values grow with a distance: all of them, and all but the highest line enlarged.

    `series` holds for each name one value at each distance of `at`, in milliseconds. The
    summary has no numbers unless you give one, since times differ at each run. Raises
    ValueError for fewer than two names.
    """
    if len(series) < 2:
        raise ValueError("distances() compares: give it two names or more.")
    highest = max(series, key=lambda name: max(series[name]))
    rest = [value for name, values in series.items() if name != highest for value in values]
    text = summary or (
        f"{y} by length of a round trip, for {', '.join(series)}; "
        f"on the right all but {highest}, enlarged."
    )
    with figure(title, text, columns=2) as (whole, low):
        for panel in (whole, low):
            for (name, values), colour, dash in zip(
                series.items(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                if panel is whole or name != highest:
                    panel.plot(at, values, color=colour, linestyle=dash, marker="o", label=name)
            panel.set(xlabel="one round trip (ms)", ylabel=y, xlim=(0, max(at) * 1.04))
        whole.set(title="All", ylim=(0, max(series[highest]) * 1.06))
        low.set(title=f"Without {highest}", ylim=(0, max(rest) * 1.2))
        whole.legend(loc="upper left")


def costs(
    runs: Mapping[str, Mapping[str, Sequence[float]]],
    title: str = "What one call costs",
) -> None:
    """What several things cost at several places: medians, and where nine in ten of them lie.

    `runs` holds milliseconds by name of the thing, then of the place; each thing has the same
    places. The summary has no numbers, since times differ at each run.
    """
    places = list(next(iter(runs.values())))
    text = f"Median time, and where nine in ten lie, of {' and '.join(runs)}, for: " + ", ".join(
        places
    )
    with figure(title, f"{text}.") as (axes,):
        apart = 0.3
        for number, ((name, by_place), colour, marker) in enumerate(
            zip(runs.items(), cycle(COLOURS), cycle("osD^"), strict=False)
        ):
            low, middle, high = np.array(
                [np.percentile(by_place[place], (5, 50, 95)) for place in places]
            ).T
            rows = np.arange(len(places)) + apart * (number - (len(runs) - 1) / 2)
            axes.hlines(rows, low, high, color=colour, linewidth=2.2)
            axes.plot(
                middle, rows, color=colour, linestyle="", marker=marker, markersize=8, label=name
            )
        axes.set(xscale="log", xlabel="time of one call (ms, log scale)")
        axes.set_yticks(range(len(places)), places)
        axes.set_ylim(len(places) - 0.5, -0.5)
        axes.xaxis.set_major_formatter(MILLISECONDS)
        axes.grid(visible=False, axis="y")
        axes.figure.legend(loc="outside upper right", ncols=len(runs))
