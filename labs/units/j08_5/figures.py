"""The figures of J08.5: how sixty bodies fared, and the memory that uploads take."""

from collections.abc import Mapping, Sequence
from typing import cast

from matplotlib.figure import Figure

from labs.measure.charts.style import BLUE, FAINT, GREEN, ORANGE, PURPLE, SKY, VERMILION, figure
from labs.units.j08_5.stage import Held, Told

_COLOURS: dict[Told, str] = {
    "right": BLUE,
    "a 5xx": VERMILION,
    "let in": ORANGE,
    "refused": PURPLE,
    "another code": SKY,
}
_IN_WORDS: dict[Told, str] = {
    "right": "as it should be",
    "a 5xx": "a 5xx",
    "let in": "let in, though wrong",
    "refused": "refused, though right",
    "another code": "another 4xx",
}
_MB = 1e6


def sixty(told: Mapping[str, Sequence[Told]]) -> None:
    """A bar for each server, of how its bodies fared."""
    counts = {
        name: {kind: all_of_it.count(kind) for kind in _COLOURS} for name, all_of_it in told.items()
    }
    text = "; ".join(
        f"{name}: " + ", ".join(f"{n} {_IN_WORDS[kind]}" for kind, n in each.items() if n)
        for name, each in counts.items()
    )
    with figure("What sixty odd bodies got", f"{text}.") as (axes,):
        cast(Figure, axes.figure).set_figheight(1.4 + 0.6 * len(told))
        for row, each in enumerate(counts.values()):
            left = 0
            for kind, count in each.items():
                axes.barh(row, count, left=left, height=0.62, color=_COLOURS[kind])
                if count:
                    middle = left + count / 2
                    axes.text(middle, row, str(count), ha="center", va="center", color="white")
                left += count
        shown = [kind for kind in _COLOURS if any(each[kind] for each in counts.values())]
        handles = [axes.barh(0, 0, color=_COLOURS[kind]) for kind in shown]
        axes.legend(
            handles,
            [_IN_WORDS[kind] for kind in shown],
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=len(shown),
            fontsize=9,
        )
        axes.set_yticks(range(len(told)), list(told))
        axes.set(xlabel="bodies", xlim=(0, 60), ylim=(len(told) - 0.5, -0.5))
        axes.grid(visible=False, axis="y")


def memory(held: Mapping[str, Held]) -> None:
    """Lines of the memory that each way holds, from its first byte to its last."""
    text = ", ".join(f"{name} {each.peak / _MB:.0f} MB" for name, each in held.items())
    with figure("What the server holds, while 20 MB come in", f"At most: {text}.") as (axes,):
        for (name, each), colour in zip(
            held.items(), (VERMILION, ORANGE, BLUE, GREEN), strict=True
        ):
            start = each.samples[0][0] if each.samples else 0
            times = [at - start for at, _ in each.samples]
            axes.plot(times, [size / _MB for _, size in each.samples], color=colour, label=name)
        axes.axhline(20, color=FAINT, lw=1, ls=":", label="the poster itself")
        axes.legend()
        axes.set(xlabel="milliseconds since its first byte", ylabel="MB", ylim=(0, None))
