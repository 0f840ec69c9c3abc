"""The figure of J07.1: how an answer arrives."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from labs.measure.charts.style import COLOURS, COUNT, DASHES, FAINT, PERCENT, figure


def arrivals(
    received: Mapping[str, Sequence[int]], title: str = "How one answer arrives, recv by recv"
) -> None:
    """The share of an answer that is there after each `recv`; `received` holds their bytes."""
    words = "; ".join(
        f"{name}: {len(sizes)} recv, the first of {sizes[0]:,} bytes, {sum(sizes):,} in all"
        for name, sizes in received.items()
    )
    with figure(title, f"{words[:1].upper()}{words[1:]}.") as (axes,):
        for (name, sizes), colour, dash in zip(received.items(), COLOURS, DASHES, strict=False):
            share = [100 * so_far / sum(sizes) for so_far in accumulate(sizes)]
            style = {
                "color": colour,
                "linestyle": dash,
                "marker": "o",
                "markersize": 3,
                "linewidth": 1.2,
            }
            axes.plot(range(1, len(sizes) + 1), share, label=name, clip_on=False, **style)  # type: ignore[arg-type]
        axes.axhline(100, color=FAINT, linewidth=1, linestyle="-", zorder=1)
        axes.set(xscale="log", ylim=(0, 105), xlabel="calls of recv (log scale)")
        axes.set(ylabel="share of the answer that is there")
        axes.xaxis.set_major_formatter(COUNT)
        axes.yaxis.set_major_formatter(PERCENT)
        axes.legend(loc="lower right")
