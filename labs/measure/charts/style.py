"""The house style of figures.

Colours are those of Okabe and Ito, which survive colour-blindness; lines differ in their
dashes too. The text is printed below the figure and is its alt text in exported pages.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from textwrap import fill
from typing import Any, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

TEXT_WIDTH = 95
"""Characters; JupyterLab breaks longer lines, also within a word."""

BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
)
COLOURS = (VERMILION, BLUE, GREEN, PURPLE, ORANGE, SKY)
DASHES = ("-", (0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 1.5)), "-")
INK, FAINT = "#333333", "#8A8A8A"

STYLE: dict[str, Any] = {
    "figure.figsize": (9, 3.6),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.wspace": 0.06,
    "figure.titlesize": 13,
    "figure.titleweight": "bold",
    "font.size": 10.5,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=COLOURS, linestyle=DASHES),
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.minor.visible": False,
    "lines.linewidth": 2.2,
    "legend.frameon": False,
}

PERCENT = FuncFormatter(lambda value, _: f"{value:g} %")
COUNT = FuncFormatter(lambda value, _: f"{value:,.0f}")
MILLISECONDS = FuncFormatter(lambda value, _: f"{value:g}")


def label_ends(axes: Axes, ends: list[tuple[int, int, str, str]]) -> None:
    """Each line's name at its end; names that would touch are moved apart upwards."""
    apart = axes.get_ylim()[1] * 0.075
    lowest = 0.0
    for count, length, label, colour in sorted(ends):
        height = max(float(count), lowest)
        axes.annotate(
            label,
            (length, height),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight="bold",
            annotation_clip=False,
        )
        lowest = height + apart


def counts_in_words(groups: Mapping[str, Mapping[str, int]], x: str) -> str:
    """What a figure of counts says, group by group; `x` is what is counted."""
    text = "; ".join(
        f"{group}: " + ", ".join(f"{name} {count:,}" for name, count in counts.items())
        for group, counts in groups.items()
    )
    return f"{x[:1].upper()}{x[1:]}: {text}."


@contextmanager
def figure(title: str, text: str, columns: int = 1) -> Iterator[list[Axes]]:
    """Axes in the house style; shown at the end, with the text below as its alt text."""
    with mpl.rc_context(cast(Any, STYLE)):  # matplotlib types each key
        drawn, axes = plt.subplots(1, columns, squeeze=False)
        drawn.suptitle(title, x=0.01, ha="left")
        yield list(axes[0])
        show(drawn, text)
    print(fill(text, TEXT_WIDTH))


def show(drawn: Figure, text: str) -> None:
    """Show the figure with its alt text, and close it."""
    if "inline" in mpl.get_backend():
        # What plt.show() does in a notebook, and the alt text that exported pages carry.
        display(drawn, metadata={"image/png": {"alt": text}})  # type: ignore[no-untyped-call]
    else:
        plt.show()
    plt.close(drawn)
