"""Figures of counts: how they climb, over what they spread, and how they compare."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import (
    COLOURS,
    COUNT,
    DASHES,
    counts_in_words,
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


def bars(groups: Mapping[str, Mapping[str, int]], title: str, x: str) -> None:
    """For each group a block of bars, from the first at the top; `x` says what is counted.

    `groups` holds counts by name: {"as typed": {"UNIQUE": 7, "CHECK": 2}, …}.
    """
    names: list[str] = []
    places: list[float] = []
    with figure(title, counts_in_words(groups, x)) as (axes,):
        for number, (group, counts) in enumerate(groups.items()):
            start = len(names) + 0.6 * number
            mine = [start + place for place in range(len(counts))]
            drawn = axes.barh(
                mine, list(counts.values()), color=COLOURS[number % len(COLOURS)], label=group
            )
            axes.bar_label(drawn, fmt="{:,.0f}", padding=4, fontweight="bold")
            names += counts
            places += mine
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        most = max([1, *(count for counts in groups.values() for count in counts.values())])
        axes.set(xlabel=x, xlim=(0, most * 1.1))
        axes.xaxis.set_major_formatter(COUNT)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.legend(loc="lower right")
