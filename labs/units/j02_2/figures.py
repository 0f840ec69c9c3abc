"""The figures of J02.2: what a join gives, and what a page of a list costs."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import COLOURS, COUNT, DASHES, figure


def fan_out(
    left: Sequence[str],
    right: Sequence[str],
    title: str = "One row for each pair",
    names: tuple[str, str] = ("left", "right"),
) -> None:
    """The rows that a join makes of what fits on both sides: a line, and a row, for each pair."""
    rows = [(one, other) for one in left for other in right]
    text = (
        f"{len(left)} {names[0]} and {len(right)} {names[1]} give {len(rows)} rows: each of the "
        f"{names[0]} stands in {len(right)} of them, each of the {names[1]} in {len(left)}."
    )
    with figure(title, text, columns=2) as (pairs, result):
        for axes in (pairs, result):
            axes.set(xlim=(0, 10), ylim=(0, 1))
            axes.set_axis_off()
        heights = [[1 - (n + 0.5) / len(side) for n in range(len(side))] for side in (left, right)]
        for y, colour in zip(heights[0], cycle(COLOURS), strict=False):
            for to in heights[1]:
                pairs.plot([4.2, 5.8], [y, to], color=colour, linestyle="-", linewidth=1.6)
        for side, x, at in ((left, 4.1, "right"), (right, 5.9, "left")):
            for label, y in zip(side, heights[side is right], strict=True):
                pairs.text(x, y, label, ha=at, va="center", fontsize=11)
        pairs.set_title(f"{names[0]}, and {names[1]}")
        result.set_title("what the join gives")
        for number, (one, other) in enumerate(rows):
            y = 1 - (number + 0.5) / len(rows)
            colour = COLOURS[left.index(one) % len(COLOURS)]
            result.text(1, y, one, va="center", color=colour, fontweight="bold", fontsize=11)
            result.text(5.9, y, other, va="center", fontsize=11)


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
