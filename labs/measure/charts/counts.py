"""Figures of counts: how they climb, and over what they spread."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import (
    BLUE,
    COLOURS,
    COUNT,
    DASHES,
    FAINT,
    PERCENT,
    VERMILION,
    figure,
    label_ends,
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


def moments(
    series: Mapping[str, Sequence[int]],
    title: str = "Pages asked of the catalogue",
    moment_ms: int = 100,
) -> None:
    """How many calls fell into each moment: for each name, the count in the first, second …"""
    text = f"Calls in {moment_ms} ms: " + "; ".join(
        f"{name}, at most {max(counts):,}, {np.mean(counts):.1f} on average"
        for name, counts in series.items()
    )
    with figure(title, f"{text}.") as (axes,):
        for counts, colour in zip(series.values(), cycle(COLOURS), strict=False):
            seconds = np.arange(len(counts)) * moment_ms / 1000
            axes.plot(seconds, counts, color=colour, linestyle="-", linewidth=1.4)
        longest = max(map(len, series.values())) * moment_ms / 1000
        axes.set(xlabel="time (s)", ylabel=f"calls in {moment_ms} ms", xlim=(0, longest))
        axes.set_ylim(0)
        axes.figure.legend(
            handles=axes.lines[: len(series)],
            labels=list(series),
            loc="outside upper right",
            ncols=len(series),
        )
