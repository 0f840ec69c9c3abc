"""Figures of J02.5: what the same work takes in each design or store."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import COLOURS, COUNT, counts_in_words, figure


def jobs(
    designs: Mapping[str, Mapping[str, tuple[int, int]]],
    title: str = "What a job costs in each design",
) -> None:
    """Round trips, and documents or rows, of each job: a bar for each design.

    `designs` holds by design and job how often the server was asked, and how many documents or
    rows it gave or changed: {"tables": {"rename": (1, 1)}, …}. Each design has the same jobs.
    """
    names = list(next(iter(designs.values())))
    text = "; ".join(
        f"{job}: "
        + ", ".join(
            f"{design} {costs[job][0]:,} and {costs[job][1]:,}" for design, costs in designs.items()
        )
        for job in names
    )
    with figure(title, f"Round trips, and documents or rows. {text}.", columns=2) as panels:
        panels[0].figure.set_size_inches(9, 1.2 + 0.85 * len(names))  # type: ignore[union-attr]
        labels = ("round trips", "documents (whole) or rows (short)")
        for which, (axes, label) in enumerate(zip(panels, labels, strict=True)):
            _draw_grouped(
                axes,
                {design: [costs[job][which] for job in names] for design, costs in designs.items()},
                names if which == 0 else [""] * len(names),
                label,
            )


def grouped_bars(by_name: Mapping[str, Mapping[str, int]], title: str, x: str) -> None:
    """For each name a bar for each store; `x` says what is counted.

    `by_name` holds counts: {"in pounds": {"document store": 50, "SQL": 0}, …}. Each name has the
    same stores.
    """
    stores = list(next(iter(by_name.values())))
    with figure(title, counts_in_words(by_name, x)) as (axes,):
        axes.figure.set_size_inches(9, 1.2 + 0.25 * len(by_name) * len(stores))  # type: ignore[union-attr]
        series = {store: [counts[store] for counts in by_name.values()] for store in stores}
        _draw_grouped(axes, series, list(by_name), x)


def _draw_grouped(
    axes: Axes, series: Mapping[str, Sequence[int]], names: Sequence[str], x: str
) -> None:
    """For each of `names` a bar of each series; the figure gets one legend, of its first panel."""
    height = 0.8 / len(series)
    for number, (label, values) in enumerate(series.items()):
        places = [place + (number + 0.5) * height - 0.4 for place in range(len(names))]
        drawn = axes.barh(
            places, values, height * 0.85, color=COLOURS[number % len(COLOURS)], label=label
        )
        axes.bar_label(drawn, fmt="{:,.0f}", padding=3, fontsize=9)
    most = max(1, *(value for values in series.values() for value in values))
    axes.set(xlabel=x, xlim=(0, most * 1.15))
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(COUNT)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    if axes is axes.figure.axes[0]:
        axes.figure.legend(
            *axes.get_legend_handles_labels(),
            loc="outside upper right",
            ncols=2 if len(axes.figure.axes) > 1 else len(series),
        )
