"""The figure of J02.2: what a page of a list costs."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import COLOURS, COUNT, DASHES, figure


def paging(
    steps: Mapping[str, Sequence[int]],
    milliseconds: Mapping[str, Sequence[float]],
    skipped: Sequence[int],
    title: str = "What a page costs, by the rows before it",
) -> None:
    """Work and time of one page of a list, by how many rows stand before it.

    Both hold for each way of asking one value at each count of `skipped`. The summary names
    the steps alone, since times differ at each run.
    """
    text = f"Steps for the page after {skipped[0]:,} and after {skipped[-1]:,} rows: " + "; ".join(
        f"{name}, {counts[0]:,} and {counts[-1]:,}" for name, counts in steps.items()
    )
    with figure(title, f"{text}.", columns=2) as panels:
        for panel, series, what in zip(
            panels,
            (steps, milliseconds),
            ("steps of the virtual machine", "time of one page (ms)"),
            strict=True,
        ):
            values: Sequence[float]
            for values, colour, dash in zip(
                series.values(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                panel.plot(skipped, values, color=colour, linestyle=dash, marker="o", clip_on=False)
            panel.set(xlabel="rows before the page", ylabel=what, xlim=(0, skipped[-1]))
            panel.set_ylim(0)
            panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))
            panel.xaxis.set_major_formatter(COUNT)
        panels[0].yaxis.set_major_formatter(COUNT)
        panels[0].figure.legend(
            handles=panels[0].lines[: len(steps)],
            labels=list(steps),
            loc="outside upper right",
            ncols=len(steps),
        )
