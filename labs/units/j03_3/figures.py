"""The figures of J03.3: which wrong documents came in, and what an export holds in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import fill

from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, COLOURS, DASHES, FAINT, VERMILION, figure
from labs.units.j03_3.memory import Held
from labs.units.j03_3.night import DEFECTS, Line

_LEGEND = "documents that came in, of those that were sent   (orange: wrong ones)"


def came_in(lines: Sequence[Line], models: Mapping[str, Counter[str | None]]) -> None:
    """A row for each model, a cell for good documents and for each defect: how many came in."""
    sent = Counter(line.defect for line in lines)
    kinds = (None, *DEFECTS)
    text = "; ".join(
        f"{name}: {sum(n for kind, n in came.items() if kind)} of "
        f"{len(lines) - sent[None]} wrong ones came in, "
        f"{sent[None] - came[None]} of {sent[None]:,} good ones did not"
        for name, came in models.items()
    )
    with figure("Who was let in", f"{text}.") as (axes,):
        for row, came in enumerate(models.values()):
            for column, kind in enumerate(kinds):
                wrong = came[kind] if kind else sent[kind] - came[kind]
                colour = VERMILION if wrong else BLUE
                axes.add_patch(
                    Rectangle((column - 0.47, row - 0.42), 0.94, 0.84, fc=colour, ec=FAINT, lw=0.7)
                )
                said = f"{came[kind]:,}\nof {sent[kind]:,}"
                axes.text(column, row, said, ha="center", va="center", color="white", fontsize=9)
        axes.set_yticks(range(len(models)), list(models))
        names = ["good"] + [fill(kind, 9) for kind in DEFECTS]
        axes.set_xticks(range(len(kinds)), names)
        axes.set(xlim=(-0.55, len(kinds) - 0.45), ylim=(len(models) - 0.5, -0.5), xlabel=_LEGEND)
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)


def held(runs: Mapping[str, Sequence[Held]]) -> None:
    """The peak of the server's memory against the length of the answer, a line for each way."""
    text = "Held at the most: " + "; ".join(
        f"{way}, {held[0].peak:.1f} MB for an answer of {held[0].arrived:.1f} MB and "
        f"{held[-1].peak:.1f} MB for one of {held[-1].arrived:.1f} MB"
        for way, held in runs.items()
    )
    with figure("What a longer answer costs in memory", f"{text}.") as (axes,):
        for number, (way, held) in enumerate(runs.items()):
            axes.plot(
                [each.arrived for each in held],
                [each.peak for each in held],
                marker="o",
                color=COLOURS[number],
                linestyle=DASHES[number],
                label=way,
                clip_on=False,
            )
        axes.set(xlabel="MB of the answer", ylabel="MB held at the peak", ylim=(0, None))
        axes.set_xlim(0, None)
        axes.legend()
