"""The figures of J05.1: who asks for what, and how long an answer takes."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, NullLocator

from labs.measure.charts.style import (
    BLUE,
    COLOURS,
    COUNT,
    DASHES,
    FAINT,
    MILLISECONDS,
    PERCENT,
    VERMILION,
    figure,
)


def popularity(
    reads: Sequence[int], pages: int = 0, title: str = "How often each page is asked for"
) -> None:
    """Requests by rank, and the share of all requests that the most read pages take.

    `reads` holds the requests of each page that was asked for, most read first; `pages` says
    how many pages there are, if some were never asked for.
    """
    ranks = np.arange(1, len(reads) + 1)
    place = ranks / max(pages, len(reads)) * 100
    share = np.cumsum(reads) / np.sum(reads) * 100
    found = {p: float(np.interp(p, [0, *place], [0, *share])) for p in (1, 10, 50)}
    summary = "Of all requests, " + ", ".join(
        f"the most read {p} % of the pages take {value:.0f} %" for p, value in found.items()
    )
    with figure(title, f"{summary}.", columns=2) as (left, right):
        left.loglog(ranks, reads, color=BLUE, linestyle="", marker="o", markersize=3)
        left.set(title="Requests of each page", xlabel="rank of the page", ylabel="requests")
        for axis in (left.xaxis, left.yaxis):
            axis.set_major_formatter(COUNT)

        right.plot(
            [0, *place, 100], [0, *share, 100], color=VERMILION, linestyle="-", clip_on=False
        )
        right.plot([0, 100], [0, 100], color=FAINT, linestyle=":", linewidth=1.2)
        right.text(63, 52, "if all pages\nwere equal", color=FAINT, va="center")
        for p, value in found.items():
            right.plot(p, value, marker="o", color=VERMILION, clip_on=False)
            right.annotate(
                f"top {p} %: {value:.0f} %",
                (p, value),
                xytext=(9, -4),
                textcoords="offset points",
                va="top",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
        right.set(
            title="Share that the most read pages take",
            xlabel="share of the pages, most read first",
            ylabel="share of the requests",
            xlim=(0, 100),
            ylim=(0, 100),
        )
        right.xaxis.set_major_formatter(PERCENT)
        right.yaxis.set_major_formatter(PERCENT)


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
