"""The figure of J05.4: a cache that is down for a while."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import COLOURS, COUNT, DASHES, FAINT, figure


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
