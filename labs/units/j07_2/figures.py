"""The figure of J07.2: the state of a service before a request, after it, and after it again."""

from collections.abc import Mapping, Sequence

from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, ORANGE, SKY, figure

MOMENTS = ("before", "after one", "after two")
COLOURS = {"A": SKY, "B": ORANGE, "C": BLUE}


def fingerprints(
    states: Mapping[str, Sequence[str]],
    title: str = "The same request, sent twice: the state of the list",
) -> None:
    """Three squares for each request; equal states have equal letters. `states` holds hashes."""
    letters = {name: _letters(hashes) for name, hashes in states.items()}
    kinds = {
        "never changes the list": [name for name, seen in letters.items() if seen == "AAA"],
        "changes it once": [name for name, seen in letters.items() if seen == "ABB"],
        "changes it each time": [name for name, seen in letters.items() if seen == "ABC"],
    }
    words = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names)
    with figure(title, f"{words[:1].upper()}{words[1:]}.") as (axes,):
        for row, (name, seen) in enumerate(letters.items()):
            axes.text(-0.1, row, name, ha="right", va="center", family="monospace", fontsize=9)
            for column, letter in enumerate(seen):
                square = Rectangle((column, row - 0.42), 0.94, 0.84, facecolor=COLOURS[letter])
                axes.add_patch(square)
                ink = "white" if letter == "C" else "black"
                axes.text(column + 0.47, row, letter, ha="center", va="center", color=ink)
        axes.set(xlim=(-4.2, 3.2), ylim=(len(letters) - 0.5, -0.6))
        axes.set_xticks([0.47, 1.47, 2.47], MOMENTS)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticks([])
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set_visible(False)


def _letters(hashes: Sequence[str]) -> str:
    """`ABB` for three states of which the last two are equal."""
    order = list(dict.fromkeys(hashes))
    return "".join("ABC"[order.index(state)] for state in hashes)
