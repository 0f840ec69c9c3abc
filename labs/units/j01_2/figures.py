"""The figure of J01.2: which steps of the contract each service keeps."""

from collections.abc import Mapping, Sequence

from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, FAINT, VERMILION, figure
from labs.units.j01_2.stage import Outcome


def strips(services: Mapping[str, Sequence[Outcome]]) -> None:
    """A row for each service, a cell for each step: kept, answered otherwise, or not at all."""
    steps = len(next(iter(services.values())))
    text = f"Of {steps} steps " + "; ".join(
        f"{name} keeps {sum(one.kept for one in row)}, answers "
        f"{sum(bool(one.status) for one in row)} otherwise and {sum(one.gone for one in row)} not "
        "at all"
        for name, row in services.items()
    )
    with figure("What each service answers, step by step", f"{text}.") as (axes,):
        for row, outcomes in enumerate(services.values()):
            for step, outcome in enumerate(outcomes, 1):
                colour = BLUE if outcome.kept else VERMILION if outcome.status else "white"
                axes.add_patch(
                    Rectangle((step - 0.45, row - 0.36), 0.9, 0.72, fc=colour, ec=FAINT, lw=0.7)
                )
                mark = "✓" if outcome.kept else outcome.status or "-"
                ink = "white" if outcome.kept or outcome.status else FAINT
                axes.text(step, row, mark, ha="center", va="center", color=ink, fontsize=8)
        axes.set_yticks(range(len(services)), list(services))
        axes.set_xticks(range(1, steps + 1))
        axes.set(xlabel=_LEGEND, xlim=(0.4, steps + 0.6), ylim=(len(services) - 0.5, -0.5))
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)


_LEGEND = "step of the contract   (✓ kept, a status where it is another answer, - nobody answers)"
