"""Figures of times: how long calls take."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, NullLocator

from labs.measure.charts.style import (
    COLOURS,
    DASHES,
    FAINT,
    MILLISECONDS,
    PERCENT,
    figure,
)


def latencies(
    runs: Mapping[str, Sequence[float]],
    zoom: tuple[float, float] = (95, 100),
    title: str = "How long one request takes",
    summary: str = "",
) -> None:
    """The share of requests answered within a time: all of them, and the slowest enlarged.

    `runs` holds milliseconds by name. The summary has no numbers unless you give one, since
    times differ at each run.
    """
    low, high = zoom
    names = ", ".join(runs)
    text = summary or (
        f"Share of requests answered within a time, for {names}; "
        f"on the right the requests from {low:g} % to {high:g} %, enlarged."
    )
    with figure(title, text, columns=2) as (whole, tail):
        _answered_within(whole, runs, (0, 100), marks=(50, 99))
        _answered_within(tail, runs, zoom, marks=(99,))
        whole.set(title="All requests", ylabel="answered within this time")
        tail.set(title=f"The slowest {100 - low:g} %, enlarged")
        whole.figure.legend(
            handles=whole.lines[: len(runs)],
            labels=list(runs),
            loc="outside upper right",
            ncols=len(runs),
        )


def _answered_within(
    axes: Axes,
    runs: Mapping[str, Sequence[float]],
    share: tuple[float, float],
    marks: tuple[float, ...],
) -> None:
    """The cumulative distribution of each run between two shares, with lines at the marks."""
    starts, ends = [], []
    for values, colour, dash in zip(runs.values(), cycle(COLOURS), cycle(DASHES), strict=False):
        times = np.sort(np.asarray(values, dtype=float))
        answered = np.arange(1, len(times) + 1) / len(times) * 100
        axes.step(times, answered, where="post", color=colour, linestyle=dash)
        # The slowest one in a thousand may be anything, and would stretch the axis.
        start, end = np.percentile(times, [max(share[0], 0.1), 99.9])
        starts.append(start)
        ends.append(end)
    first, last = min(starts), max(ends)
    room = (last / first) ** 0.06
    axes.set(xscale="log", xlim=(first / room, last * room), ylim=share)
    axes.set(xlabel="time of one request (ms, log scale)")
    if last / first < 20:  # too few powers of ten to label
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_minor_locator(NullLocator())
    elif last / first < 1_000:
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(MILLISECONDS)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(PERCENT)
    for mark in marks:
        axes.axhline(mark, color=FAINT, linewidth=1, linestyle="-", zorder=1)
        axes.annotate(
            f"p{mark:g}",
            (1, mark),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )


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
