"""The figures of J08.1: the way of a request through an onion, and how long callers wait."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from matplotlib.axes import Axes

from labs.measure.charts.style import BLUE, FAINT, INK, VERMILION, figure
from labs.units.j08_1.stage import Step, Visit

_OUTSIDE = Step("the caller", 0, "in")


def onion(paths: Mapping[str, Sequence[Step]]) -> None:
    """How deep each request is, step by step; a way out by exception is dashed."""
    text = "; ".join(f"{name}: {_in_words(steps)}" for name, steps in paths.items())
    parts = dict.fromkeys(step.part for steps in paths.values() for step in (_OUTSIDE, *steps))
    with figure("How three requests cross the onion", f"{text}.", columns=len(paths)) as panels:
        for axes, (name, steps) in zip(panels, paths.items(), strict=True):
            _path(axes, [_OUTSIDE, *steps])
            axes.set(
                xlabel="step (dashed: an exception)",
                ylim=(len(parts) - 0.6, -0.4),
                xlim=(-0.5, 7.5),
            )
            axes.set_yticks(range(len(parts)), list(parts) if axes is panels[0] else [])
            axes.set_xticks(range(0, 8, 2))
            axes.set_title(name)


def _path(axes: Axes, steps: Sequence[Step]) -> None:
    for n, (before, after) in enumerate(pairwise(steps)):
        turned = before.part == after.part
        failed = after.how not in ("in", "answer")
        axes.plot(
            (n, n + 1),
            (before.depth, after.depth),
            color=VERMILION if failed else BLUE,
            linestyle=(0, (2, 1.5)) if failed else "-",
            marker="o",
            markersize=5,
            linewidth=1.4 if turned else 2.4,
        )


def _in_words(steps: Sequence[Step]) -> str:
    inwards = " > ".join(step.part for step in steps if step.how == "in")
    how = steps[-1].how
    return f"{inwards}, then out with {'an answer' if how == 'answer' else how}"


_COLOURS = {
    "200": BLUE,
    "500": INK,
    "no answer": VERMILION,
    "cut off": VERMILION,
    "nobody there": FAINT,
}


def waiting(styles: Mapping[str, Sequence[Visit]]) -> None:
    """A bar for each caller, from its question to what came of it."""
    text = "; ".join(
        f"{name}: " + ", ".join(f"{count} x {came}" for came, count in _counts(visits).items())
        for name, visits in styles.items()
    )
    with figure("How long callers wait, and for what", f"{text}.", columns=len(styles)) as panels:
        for axes, (name, visits) in zip(panels, styles.items(), strict=True):
            for row, visit in enumerate(visits):
                colour = _COLOURS[visit.came]
                axes.barh(row, visit.seconds, left=visit.begun, color=colour, height=0.6)
                end = visit.begun + visit.seconds
                axes.text(end + 0.04, row, visit.came, va="center", color=colour, fontsize=9)
            labels = [visit.path for visit in visits] if axes is panels[0] else []
            axes.set_yticks(range(len(visits)), labels)
            axes.set(xlabel="seconds", xlim=(0, 2.6), ylim=(len(visits) - 0.5, -0.5))
            axes.set_title(name)


def _counts(visits: Sequence[Visit]) -> Counter[str]:
    return Counter(visit.came for visit in visits)
