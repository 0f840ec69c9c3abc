"""The figures of J05.3: what a life buys and costs, and when copies end together."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes

from labs.measure.charts.style import (
    COLOURS,
    DASHES,
    INK,
    MILLISECONDS,
    PERCENT,
    figure,
)


def lives(
    shares: Mapping[str, Mapping[int, tuple[float, float]]],
    *,
    most_stale: float | None = None,
    least_hits: float | None = None,
    stale_top: float = 10,
    title: str = "What a longer life buys, and what it costs",
) -> None:
    """Hits and stale answers by how long a copy may live; the stale ones enlarged.

    `shares` holds for each name, by life in milliseconds, hits and stale answers in per cent
    of all requests. The two limits and the top of the enlarged panel are per cents, too; a
    limit that is given is drawn, and the text says which lives keep to it.
    """
    text = (
        "; ".join(f"{name}, {_range(by_life)}" for name, by_life in shares.items())
        if most_stale is None and least_hits is None
        else _fits(shares, most_stale, least_hits)
    )
    with figure(title, f"{text}.", columns=2) as (hits_panel, stale_panel):
        for number, (panel, limit, label) in enumerate(
            ((hits_panel, least_hits, "floor"), (stale_panel, most_stale, "budget"))
        ):
            for by_life, colour, dash in zip(
                shares.values(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                seconds = [milliseconds / 1000 for milliseconds in by_life]
                values = [share[number] for share in by_life.values()]
                panel.plot(seconds, values, color=colour, linestyle=dash, marker="o", markersize=4)
            if limit is not None:
                _draw_limit(panel, limit, label)
            panel.set(xscale="log", xlabel="life of a copy (s, log scale)")
            panel.xaxis.set_major_formatter(MILLISECONDS)
            panel.yaxis.set_major_formatter(PERCENT)
        hits_panel.set(title="Hits", ylabel="share of all requests", ylim=(0, 100))
        stale_panel.set(title=f"Old prices, enlarged: 0 to {stale_top:g} %", ylim=(0, stale_top))
        hits_panel.figure.legend(
            handles=hits_panel.lines[: len(shares)],
            labels=list(shares),
            loc="outside upper right",
            ncols=len(shares),
        )


def _range(by_life: Mapping[int, tuple[float, float]]) -> str:
    """What the shortest and the longest life give."""
    shortest, longest = min(by_life), max(by_life)
    return ", ".join(
        f"{life / 1000:g} s: {by_life[life][0]:.0f} % hits and {by_life[life][1]:.1f} % stale"
        for life in (shortest, longest)
    )


def _fits(
    shares: Mapping[str, Mapping[int, tuple[float, float]]],
    most_stale: float | None,
    least_hits: float | None,
) -> str:
    """Between which lives the limits are kept."""
    limits = [f"at least {least_hits:g} % hits"] if least_hits is not None else []
    limits += [f"at most {most_stale:g} % stale"] if most_stale is not None else []
    fits = {
        name: [
            milliseconds / 1000
            for milliseconds, (hits, stale) in by_life.items()
            if (least_hits is None or hits >= least_hits)
            and (most_stale is None or stale <= most_stale)
        ]
        for name, by_life in shares.items()
    }
    return f"{' and '.join(limits).capitalize()}: " + "; ".join(
        f"{name}, {f'{min(fit):g} to {max(fit):g} s' if fit else 'no life'}"
        for name, fit in fits.items()
    )


def _draw_limit(panel: Axes, limit: float, label: str) -> None:
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
