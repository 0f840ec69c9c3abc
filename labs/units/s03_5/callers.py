"""Who broke at which change, drawn."""

from collections.abc import Mapping

from labs.measure.charts.style import figure

Broken = Mapping[str, Mapping[str, str]]
"""By change and by caller: what the caller raised; empty if it goes on."""


def break_matrix(broken: Broken, title: str = "Who breaks at which change") -> None:
    """A table: each change a row, each caller a column, what it raised in the cell."""
    callers = list(next(iter(broken.values())))
    hurt = [change for change, row in broken.items() if any(row.values())]
    told = f"{len(hurt)} of {len(broken)} changes break somebody: {'; '.join(hurt)}."
    with figure(title, told) as [panel]:
        panel.figure.set_size_inches(8, 1.2 + 0.36 * len(broken))  # type: ignore[union-attr]
        shades = [[float(bool(row[name])) for name in callers] for row in broken.values()]
        panel.imshow(shades, cmap="Oranges", vmin=0, vmax=1.8, aspect="auto")
        for y, row in enumerate(broken.values()):
            for x, name in enumerate(callers):
                text = row[name] or "goes on"
                weight = "bold" if row[name] else "normal"
                panel.text(x, y, text, ha="center", va="center", fontweight=weight)
        panel.set_xticks(range(len(callers)), callers)
        panel.set_yticks(range(len(broken)), list(broken))
        panel.tick_params(length=0)
        panel.grid(visible=False)
        panel.spines[:].set_visible(False)
