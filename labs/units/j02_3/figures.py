"""The figures of J02.3: rows in a second, and walks over pages."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from labs.measure.charts.style import BLUE, COLOURS, COUNT, INK, VERMILION, figure


def rates(
    per_second: Mapping[str, Mapping[str, float]],
    title: str = "Rows written in a second",
    x: str = "rows in a second (log scale)",
) -> None:
    """How many a second, by way and by place: a dot for each on a logarithmic axis.

    `per_second` holds rates by the name of the way, then of the place; each way has the same
    places. The summary has no numbers, since times differ at each run.
    """
    places = list(next(iter(per_second.values())))
    text = f"Rows in a second, {' and '.join(per_second)}, for: {', '.join(places)}"
    every = [rate for by_place in per_second.values() for rate in by_place.values()]
    with figure(title, f"{text}.") as (axes,):
        axes.figure.set_size_inches(9, 1.4 + 0.75 * len(places))  # type: ignore[union-attr]
        for (name, by_place), colour, marker in zip(
            per_second.items(), cycle(COLOURS), cycle("osD^"), strict=False
        ):
            values = [by_place[place] for place in places]
            rows = range(len(places))
            axes.plot(
                values, rows, color=colour, linestyle="", marker=marker, markersize=10, label=name
            )
            for value, row in zip(values, rows, strict=True):
                axes.annotate(
                    f"{float(f'{value:.2g}'):,.0f}",
                    (value, row),
                    xytext=(0, 10),
                    textcoords="offset points",
                    ha="center",
                    color=colour,
                    fontweight="bold",
                )
        axes.set(xscale="log", xlabel=x, xlim=(min(every) / 3, max(every) * 3))
        axes.set_yticks(range(len(places)), places)
        axes.set_ylim(len(places) - 0.6, -0.6)
        axes.xaxis.set_major_formatter(COUNT)
        axes.grid(visible=False, axis="y")
        axes.figure.legend(loc="outside upper right", ncols=len(per_second))


def walks(
    pages: Mapping[str, Sequence[Sequence[int]]],
    rows: Sequence[int],
    title: str = "Which page shows which row",
    x: str = "rows in their order",
) -> None:
    """Walks over pages, a panel for each way: on which page each row was seen, twice, or never.

    `pages` holds for each way the ids on each page; `rows` are the ids of all rows in their
    order.
    """
    counted = {
        name: {row: [number for number, page in enumerate(walk, 1) if row in page] for row in rows}
        for name, walk in pages.items()
    }
    never = {name: [row for row in rows if not on[row]] for name, on in counted.items()}
    twice = {name: [row for row in rows if len(on[row]) > 1] for name, on in counted.items()}
    text = "; ".join(
        f"{name}: {len(twice[name])} seen twice, {len(never[name])} never" for name in pages
    )
    most = max(len(walk) for walk in pages.values())
    with figure(title, f"{text}.", columns=len(pages)) as panels:
        for panel, (name, on) in zip(panels, counted.items(), strict=True):
            place = {row: number for number, row in enumerate(rows, 1)}
            once = [(place[row], on[row][0]) for row in rows if len(on[row]) == 1]
            again = [(place[row], number) for row in twice[name] for number in on[row]]
            missed = [(place[row], 0) for row in never[name]]
            for points, colour, marker, label in (
                (once, BLUE, "s", "seen once"),
                (again, VERMILION, "D", "seen twice"),
                (missed, INK, "X", "never seen"),
            ):
                panel.plot(
                    [column for column, _ in points],
                    [row for _, row in points],
                    color=colour,
                    linestyle="",
                    marker=marker,
                    markersize=5,
                    label=label,
                )
            panel.set(title=name, xlabel=x, ylabel="page", xlim=(0, len(rows) + 1))
            panel.set_ylim(most + 0.5, -0.5)
            panel.set_yticks(range(most + 1), ["never", *map(str, range(1, most + 1))])
        panels[0].figure.legend(
            handles=panels[0].lines,
            labels=["seen once", "seen twice", "never seen"],
            loc="outside upper right",
            ncols=3,
        )
