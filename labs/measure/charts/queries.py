"""Figures of queries: what a page shows."""

from collections.abc import Mapping, Sequence

from labs.measure.charts.style import BLUE, INK, VERMILION, figure


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
