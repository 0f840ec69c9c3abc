"""The figure of J03.2: what each method of each address is answered."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, FAINT, VERMILION, figure
from labs.units.j03_2.stage import METHODS, Said


def methods(title: str, asked: Mapping[str, Sequence[Said]]) -> None:
    """A row for each address, a cell for each method: its status, and what Allow says of others."""
    text = "; ".join(
        f"{address}: {sum(said.kept for said in row)} of {len(row)} as promised"
        for address, row in asked.items()
    )
    with figure(title, f"{text}.") as (axes,):
        for row, answers in enumerate(asked.values()):
            for column, said in enumerate(answers):
                colour = BLUE if said.kept else VERMILION
                axes.add_patch(
                    Rectangle((column - 0.47, row - 0.42), 0.94, 0.84, fc=colour, ec=FAINT, lw=0.7)
                )
                axes.text(
                    column,
                    row,
                    _in_words(said),
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=8.5,
                )
        axes.set_yticks(range(len(asked)), list(asked))
        axes.set_xticks(range(len(METHODS)), METHODS)
        axes.set(xlabel=_LEGEND, xlim=(-0.55, len(METHODS) - 0.45), ylim=(len(asked) - 0.5, -0.5))
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)


def _in_words(said: Said) -> str:
    mark = "✓" if said.kept else "✗"
    return "\n".join([f"{mark} {said.status}", *wrap((said.allow or "").replace(",", ""), 13)])


_LEGEND = "method   (✓ blue: as promised, ✗ orange: not; below it what the header Allow names)"
