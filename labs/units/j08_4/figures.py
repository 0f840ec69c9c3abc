"""The figure of J08.4: how many orders of the layers keep each promise."""

from collections.abc import Mapping

from labs.measure.charts.style import BLUE, FAINT, VERMILION, figure


def orders(kept: Mapping[str, int], all_of_them: int, total: int) -> None:
    """A bar for each promise: the orders that keep it; a last one for those that keep all."""
    counts = {**kept, "all of them": all_of_them}
    text = "; ".join(f"{promise}: {count}" for promise, count in counts.items())
    title = f"Of {total} orders of the layers, how many keep each promise"
    with figure(title, f"Of {total} orders, those that keep: {text}.") as (axes,):
        colours = [BLUE] * len(kept) + [VERMILION]
        rows = range(len(counts))
        axes.barh(rows, [total] * len(counts), color="white", edgecolor=FAINT, height=0.62)
        axes.barh(rows, list(counts.values()), color=colours, height=0.62)
        for row, count in zip(rows, counts.values(), strict=True):
            axes.text(count + 1, row, str(count), va="center")
        axes.set_yticks(rows, list(counts))
        axes.set(
            xlabel=f"orders, of {total}", xlim=(0, total * 1.01), ylim=(len(counts) - 0.5, -0.5)
        )
        axes.grid(visible=False)
        axes.tick_params(axis="y", length=0)
