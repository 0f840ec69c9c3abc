"""Figures of stores: what the same work takes in each."""

from collections.abc import Mapping
from math import log1p

from labs.measure.charts.style import figure


def ledger(
    seasons: Mapping[str, Mapping[str, Mapping[str, int]]],
    title: str = "What the same work takes in each store",
) -> None:
    """A table of counts for each season; the darker, the more; bold has grown since the first.

    `seasons` holds for each season, by the name of what is counted, the count of each store.
    """
    first, last = next(iter(seasons.values())), list(seasons.values())[-1]
    grown = [
        f"{what} in {', '.join(which)}"
        for what, by_store in last.items()
        if (which := [store for store, many in by_store.items() if many > first[what][store]])
    ]
    stores = list(next(iter(first.values())))
    most = log1p(
        max(many for rows in seasons.values() for row in rows.values() for many in row.values())
    )
    with figure(
        title, f"Grown with the season: {'; '.join(grown) or 'nothing'}.", len(seasons)
    ) as panels:
        panels[0].figure.set_size_inches(9, 1.2 + 0.34 * len(first))  # type: ignore[union-attr]
        for panel, (season, rows) in zip(panels, seasons.items(), strict=True):
            shades = [[log1p(many) / most for many in row.values()] for row in rows.values()]
            panel.imshow(shades, cmap="Oranges", vmin=0, vmax=1.6, aspect="auto")
            for y, (what, row) in enumerate(rows.items()):
                for x, (store, many) in enumerate(row.items()):
                    weight = "bold" if many > first[what][store] else "normal"
                    panel.text(x, y, f"{many:,}", ha="center", va="center", fontweight=weight)
            panel.set_title(season)
            panel.set_xticks(range(len(stores)), stores)
            panel.set_yticks(
                range(len(rows)), list(rows) if panel is panels[0] else [""] * len(rows)
            )
            panel.tick_params(length=0)
            panel.grid(visible=False)
            panel.spines[:].set_visible(False)
