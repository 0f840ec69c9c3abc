"""The figure of J01.3: the steps of the contract that each service keeps."""

from collections.abc import Mapping, Sequence

from labs.measure.charts.style import BLUE, FAINT, VERMILION, figure
from labs.units.j01_3.asked import Asked, kept

_PARTS = ((1, "carts: what they cost"), (12, "what is refused"), (21, "the rest"))
"""Where the parts of the contract begin."""


def strips(services: Mapping[str, Sequence[Asked]]) -> None:
    """A row for each service, a field for each step: kept, or broken; none if it was not asked."""
    most = max(map(len, services.values()))
    counts = (
        f"{name}, {kept(steps)}" if steps else f"{name}, not asked"
        for name, steps in services.items()
    )
    text = f"Steps kept, of {most}: {'; '.join(counts)}."
    with figure("The same contract, step by step", text) as (axes,):
        for row, steps in enumerate(services.values()):
            for step in steps:
                colour = BLUE if step.kept else VERMILION
                axes.barh(row, 0.9, 0.8, step.number - 0.45, color=colour, alpha=0.9)
                if not step.kept:
                    axes.text(step.number, row, "x", ha="center", va="center", color="white")
            told = f"{kept(steps)} of {most}" if steps else "not written yet"
            axes.annotate(told, (most + 0.8, row), va="center", annotation_clip=False)
        for first, part in _PARTS:
            axes.axvline(first - 0.5, color=FAINT, linewidth=0.8)
            axes.annotate(part, (first - 0.4, -0.75), color=FAINT, annotation_clip=False)
        axes.set_yticks(range(len(services)), list(services))
        axes.set(xlabel="step of the contract (x: broken)", xlim=(0.4, most + 0.6))
        axes.set_ylim(len(services) - 0.5, -0.5)
        axes.set_xticks(range(1, most + 1, 2))
        axes.grid(visible=False)
