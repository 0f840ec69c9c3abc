"""The figures of J08.3: what three services answer, and what layers and frameworks cost."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, COLOURS, VERMILION, figure
from labs.units.j08_3.cost import FRAMEWORKS, LAYERS, MANY, Batch, Range, milliseconds, per_second

_CLIENTS = (1, MANY)
_ROOM = 1.6
"""How much higher than the highest median an axis goes: one slow batch does not stretch it."""


def answers(questions: Sequence[str], told: Mapping[str, Mapping[str, str]]) -> None:
    """A row for each service, a column for each question: blue where all answers are the same."""
    same = [
        question for question in questions if len({one[question] for one in told.values()}) == 1
    ]
    text = f"The same from all: {', '.join(same) or 'none'}. " + "; ".join(
        f"{question}: "
        + ", ".join(f"{name} {' '.join(one[question].split())}" for name, one in told.items())
        for question in questions
        if question not in same
    )
    text = f"{text.rstrip('; .')}."
    with figure("What three services answer to one question", text) as (axes,):
        for row, one in enumerate(told.values()):
            for column, question in enumerate(questions):
                colour = BLUE if question in same else VERMILION
                axes.add_patch(Rectangle((column - 0.47, row - 0.45), 0.94, 0.9, fc=colour, lw=0))
                axes.text(
                    column, row, one[question], ha="center", va="center", color="white", fontsize=9
                )
        axes.set_yticks(range(len(told)), list(told))
        axes.set_xticks(range(len(questions)), questions)
        axes.set(
            xlabel="method and show   (blue: all three the same; orange: not)",
            xlim=(-0.52, len(questions) - 0.48),
            ylim=(len(told) - 0.5, -0.5),
        )
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)


def costs(found: Sequence[Batch]) -> None:
    """Milliseconds by layers, and requests a second by clients: medians, least and most."""
    layers = ", ".join(map(str, LAYERS))
    text = f"Medians, in ms under {layers} layers, and requests a second from 1 and {MANY}: "
    text += "; ".join(
        f"{name} {', '.join(f'{milliseconds(found, name, n).median:.2f}' for n in LAYERS)}, "
        f"{' and '.join(f'{per_second(found, name, n).median:,.0f}' for n in _CLIENTS)}"
        for name in FRAMEWORKS
    )
    with figure(
        "What layers and servers cost", f"{text}. A line that leaves the figure goes on.", 2
    ) as (left, right):
        for number, name in enumerate(FRAMEWORKS):
            _draw(left, number, [milliseconds(found, name, n) for n in LAYERS], name)
            _draw(right, number, [per_second(found, name, n) for n in _CLIENTS], name)
        left.set_xticks(range(len(LAYERS)), [str(n) for n in LAYERS])
        left.set(xlabel="layers", ylabel="time of a request (ms)", title="one client")
        right.set_xticks(range(2), [str(n) for n in _CLIENTS])
        right.set(xlabel="clients", ylabel="requests a second", title="no layer", xlim=(-0.5, 1.5))
        for axes in (left, right):
            axes.set_ylim(0, min(axes.get_ylim()[1], _ROOM * _highest_median(axes)))
            axes.grid(visible=False, axis="x")
        right.figure.legend(*right.get_legend_handles_labels(), loc="outside upper right", ncols=4)


def _highest_median(axes: Axes) -> float:
    return max(float(value) for line in axes.lines for value in line.get_ydata())  # type: ignore[union-attr, arg-type]


def _draw(axes: Axes, number: int, values: Sequence[Range], name: str) -> None:
    """The median, and from the least to the most of the batches, beside the other frameworks."""
    colour = COLOURS[number]
    places = [place + 0.13 * (number - 1.5) for place in range(len(values))]
    axes.vlines(places, [x.least for x in values], [x.most for x in values], color=colour)
    middles = [each.median for each in values]
    axes.plot(places, middles, color=colour, linestyle="", marker="osD^"[number], label=name)
