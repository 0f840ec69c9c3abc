"""The figure of J03.4: how many holds each guest has in the end."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, VERMILION, figure


def holds_by_guest(made: Mapping[str, Sequence[int]]) -> None:
    """A row for each way to ask, a cell for each guest: blue for one hold, orange for more."""
    longest = max(map(len, made.values()))
    text = "; ".join(
        f"{way}: {sum(holds)} holds of {len(holds)} guests, {sum(one > 1 for one in holds)} of "
        "whom have more than one"
        for way, holds in made.items()
    )
    with figure("Who has how many holds", f"{text}.") as (axes,):
        for row, holds in enumerate(made.values()):
            for guest, count in enumerate(holds):
                colour = BLUE if count == 1 else VERMILION
                axes.add_patch(Rectangle((guest, row - 0.4), 0.85, 0.8, fc=colour, lw=0))
                if count != 1:
                    _write(axes, guest + 0.42, row - 0.47, str(count), colour=VERMILION)
            _write(axes, longest + 6, row, f"{sum(holds)} holds", colour="black")
        axes.set_yticks(range(len(made)), list(made))
        axes.set(
            xlabel="guest, in order of asking   (blue: one hold; orange: more, with their number)",
            xlim=(0, longest + 12),
            ylim=(len(made) - 0.5, -0.5),
            xticks=range(0, longest + 1, 20),
        )
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)


def _write(axes: Axes, x: float, y: float, text: str, *, colour: str) -> None:
    axes.text(x, y, text, ha="center", va="center", color=colour, fontsize=9)
