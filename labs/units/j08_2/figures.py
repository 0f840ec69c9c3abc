"""The figure of J08.2: what two routers answer to the same requests."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, FAINT, INK, VERMILION, figure
from labs.units.j08_2.pairs import Outcome, Pair

_ROW = 0.31
"""Inches."""
_LONGEST = 24
_LEGEND = "(✓ blue: as promised, ✗ orange: not)"


def outcomes(title: str, pairs: Sequence[Pair], asked: Mapping[str, Sequence[Outcome]]) -> None:
    """A row for each pair, a cell for each framework; half of the rows stand beside the rest."""
    kept = {
        name: sum(pair.kept(each) for pair, each in zip(pairs, answers, strict=True))
        for name, answers in asked.items()
    }
    text = "; ".join(f"{name}: {count} of {len(pairs)} as promised" for name, count in kept.items())
    half = (len(pairs) + 1) // 2
    with figure(title, f"{text}.", columns=2) as panels:
        panels[0].figure.set_size_inches(11, half * _ROW + 0.9)  # type: ignore[union-attr]
        for axes, rows in zip(panels, (slice(half), slice(half, None)), strict=True):
            part = {name: answers[rows] for name, answers in asked.items()}
            _table(axes, pairs[rows], part, half)


def _table(
    axes: Axes, pairs: Sequence[Pair], asked: Mapping[str, Sequence[Outcome]], rows: int
) -> None:
    for column, answers in enumerate(asked.values()):
        for row, (pair, outcome) in enumerate(zip(pairs, answers, strict=True)):
            kept = pair.kept(outcome)
            place = (column - 0.48, row - 0.43)
            colour = BLUE if kept else VERMILION
            axes.add_patch(Rectangle(place, 0.96, 0.86, fc=colour, ec=FAINT, lw=0.7))
            said = f"{'✓' if kept else '✗'} {_short(outcome)}"
            axes.text(column, row, said, ha="center", va="center", color="white", fontsize=8)
    axes.set_yticks(range(len(pairs)), [str(pair) for pair in pairs], fontsize=8.5, color=INK)
    axes.set_xticks(range(len(asked)), list(asked))
    axes.set(xlim=(-0.55, len(asked) - 0.45), ylim=(rows - 0.45, -0.55), xlabel=_LEGEND)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)


def _short(outcome: Outcome) -> str:
    """`200 show 7`, with Allow by the methods' names alone."""
    text = str(outcome).replace("Allow ", "")
    for name in ("OPTIONS", "DELETE"):
        text = text.replace(name, name[:3])
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
