"""Figures in one house style, each with a line of text that says the same.

Colours are those of Okabe and Ito, which survive colour-blindness; lines differ in their
dashes too. The text is printed below the figure and is its alt text in exported pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle
from textwrap import fill
from typing import Any, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

_TEXT_WIDTH = 95
"""Characters; JupyterLab breaks longer lines, also within a word."""

BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
)
COLOURS = (VERMILION, BLUE, GREEN, PURPLE, ORANGE, SKY)
DASHES = ("-", (0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 1.5)), "-")
INK, FAINT = "#333333", "#8A8A8A"

STYLE: dict[str, Any] = {
    "figure.figsize": (9, 3.6),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.wspace": 0.06,
    "figure.titlesize": 13,
    "figure.titleweight": "bold",
    "font.size": 10.5,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=COLOURS, linestyle=DASHES),
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.minor.visible": False,
    "lines.linewidth": 2.2,
    "legend.frameon": False,
}

_PERCENT = FuncFormatter(lambda value, _: f"{value:g} %")
_COUNT = FuncFormatter(lambda value, _: f"{value:,.0f}")
_MILLISECONDS = FuncFormatter(lambda value, _: f"{value:g}")


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
    with _figure(title, f"{summary}.", columns=2) as (left, right):
        left.loglog(ranks, reads, color=BLUE, linestyle="", marker="o", markersize=3)
        left.set(title="Requests of each page", xlabel="rank of the page", ylabel="requests")
        for axis in (left.xaxis, left.yaxis):
            axis.set_major_formatter(_COUNT)

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
        right.xaxis.set_major_formatter(_PERCENT)
        right.yaxis.set_major_formatter(_PERCENT)


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
    with _figure(title, text, columns=2) as (whole, tail):
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
    axes.xaxis.set_major_formatter(_MILLISECONDS)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(_PERCENT)
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
    with _figure(title, text) as (axes,):
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
            axis.set_major_formatter(_COUNT)
        _label_ends(axes, ends)


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
    with _figure(title, text, columns=2) as (whole, low):
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


def lives(
    shares: Mapping[str, Mapping[int, tuple[float, float]]],
    most_stale: float,
    least_hits: float,
    title: str = "What a longer life buys, and what it costs",
) -> None:
    """Hits and stale answers by how long a copy may live; the stale ones enlarged.

    `shares` holds for each name, by life in milliseconds, hits and stale answers in per cent
    of all requests; the two limits are per cents, too.
    """
    fits = {
        name: [
            milliseconds / 1000
            for milliseconds, (hits, stale) in by_life.items()
            if hits >= least_hits and stale <= most_stale
        ]
        for name, by_life in shares.items()
    }
    text = f"At least {least_hits:g} % hits and at most {most_stale:g} % stale: " + "; ".join(
        f"{name}, {f'{min(fit):g} to {max(fit):g} s' if fit else 'no life'}"
        for name, fit in fits.items()
    )
    top = 5 * most_stale
    with _figure(title, f"{text}.", columns=2) as (hits_panel, stale_panel):
        for number, (panel, limit, label) in enumerate(
            ((hits_panel, least_hits, "floor"), (stale_panel, most_stale, "budget"))
        ):
            for by_life, colour, dash in zip(
                shares.values(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                seconds = [milliseconds / 1000 for milliseconds in by_life]
                values = [share[number] for share in by_life.values()]
                panel.plot(seconds, values, color=colour, linestyle=dash, marker="o", markersize=4)
            panel.axhline(limit, color=INK, linewidth=1, linestyle="-", zorder=1)
            panel.annotate(
                f"{label}: {limit:g} %",
                (1, limit),
                xycoords=("axes fraction", "data"),
                xytext=(0, -4),
                textcoords="offset points",
                ha="right",
                va="top",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
            panel.set(xscale="log", xlabel="life of a copy (s, log scale)")
            panel.xaxis.set_major_formatter(_MILLISECONDS)
            panel.yaxis.set_major_formatter(_PERCENT)
        hits_panel.set(title="Hits", ylabel="share of all requests", ylim=(0, 100))
        stale_panel.set(title=f"Old prices, enlarged: 0 to {top:g} %", ylim=(0, top))
        hits_panel.figure.legend(
            handles=hits_panel.lines[: len(shares)],
            labels=list(shares),
            loc="outside upper right",
            ncols=len(shares),
        )


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
    with _figure(title, f"{text}.") as (axes,):
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


def outage(
    answered: Mapping[str, Sequence[int]],
    computed: Mapping[str, Sequence[int]],
    down: tuple[int, int],
    title: str = "Before, while and after the cache is down",
) -> None:
    """What an outage of the cache does: visitors answered, and pages that the origin computed.

    Both hold for each name the count after the first, second … request; the cache was down
    from the first request of `down` to the second.
    """
    begin, end = down

    def meanwhile(counts: Sequence[int]) -> str:
        return f"{counts[end - 1] - counts[begin - 1]:,}"

    text = f"In the {end - begin:,} requests while the cache is down: " + "; ".join(
        f"{name}, {meanwhile(answered[name])} visitors answered,"
        f" {meanwhile(computed[name])} pages computed"
        for name in answered
    )
    with _figure(title, f"{text}.", columns=2) as panels:
        for panel, series, what in zip(
            panels,
            (answered, computed),
            ("Visitors answered", "Pages that the origin computed"),
            strict=True,
        ):
            panel.axvspan(begin, end, color=FAINT, alpha=0.18, linewidth=0)
            for counts, colour, dash in zip(
                series.values(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                steps = np.arange(len(counts) + 1)
                panel.plot(steps, [0, *counts], color=colour, linestyle=dash, clip_on=False)
            most = max(max(counts) for counts in series.values())
            panel.set(title=what, xlabel="requests", ylabel="count so far")
            panel.set(xlim=(0, max(map(len, series.values()))), ylim=(0, max(1, most) * 1.12))
            panel.annotate(
                "cache down",
                ((begin + end) / 2, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, -4),
                textcoords="offset points",
                ha="center",
                va="top",
            )
            for axis in (panel.xaxis, panel.yaxis):
                axis.set_major_locator(MaxNLocator(6, integer=True))
                axis.set_major_formatter(_COUNT)
        panels[0].figure.legend(
            handles=panels[0].lines[: len(answered)],
            labels=list(answered),
            loc="outside upper right",
            ncols=len(answered),
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
    with _figure(title, f"{text}.") as (axes,):
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
        axes.xaxis.set_major_formatter(_MILLISECONDS)
        axes.grid(visible=False, axis="y")
        axes.figure.legend(loc="outside upper right", ncols=len(runs))


def _label_ends(axes: Axes, ends: list[tuple[int, int, str, str]]) -> None:
    """Each line's name at its end; names that would touch are moved apart upwards."""
    apart = axes.get_ylim()[1] * 0.075
    lowest = 0.0
    for count, length, label, colour in sorted(ends):
        height = max(float(count), lowest)
        axes.annotate(
            label,
            (length, height),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight="bold",
            annotation_clip=False,
        )
        lowest = height + apart


@contextmanager
def _figure(title: str, text: str, columns: int = 1) -> Iterator[list[Axes]]:
    """Axes in the house style; shown at the end, with the text below as its alt text."""
    with mpl.rc_context(cast(Any, STYLE)):  # matplotlib types each key
        figure, axes = plt.subplots(1, columns, squeeze=False)
        figure.suptitle(title, x=0.01, ha="left")
        yield list(axes[0])
        _show(figure, text)
    print(fill(text, _TEXT_WIDTH))


def _show(figure: Figure, text: str) -> None:
    if "inline" in mpl.get_backend():
        # What plt.show() does in a notebook, and the alt text that exported pages carry.
        display(figure, metadata={"image/png": {"alt": text}})  # type: ignore[no-untyped-call]
    else:
        plt.show()
    plt.close(figure)
