"""Figures of area 05: lives of copies, and an outage."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import (
    COLOURS,
    COUNT,
    DASHES,
    FAINT,
    INK,
    MILLISECONDS,
    PERCENT,
    figure,
)


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
            panel.xaxis.set_major_formatter(MILLISECONDS)
            panel.yaxis.set_major_formatter(PERCENT)
        hits_panel.set(title="Hits", ylabel="share of all requests", ylim=(0, 100))
        stale_panel.set(title=f"Old prices, enlarged: 0 to {top:g} %", ylim=(0, top))
        hits_panel.figure.legend(
            handles=hits_panel.lines[: len(shares)],
            labels=list(shares),
            loc="outside upper right",
            ncols=len(shares),
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
    with figure(title, f"{text}.", columns=2) as panels:
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
                axis.set_major_formatter(COUNT)
        panels[0].figure.legend(
            handles=panels[0].lines[: len(answered)],
            labels=list(answered),
            loc="outside upper right",
            ncols=len(answered),
        )
