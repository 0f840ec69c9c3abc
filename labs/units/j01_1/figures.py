"""The figures of J01.1: fees that are a penny off, and the memory that a file takes."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from labs.measure.charts.style import COLOURS, COUNT, DASHES, FAINT, figure


def halves(fees: Mapping[str, Callable[[int], float]]) -> None:
    """Prices of which 6.5 % end in half a penny: where each way to compute a fee is a penny off.

    `fees` gives the ways by name; each takes a price in pence and gives a fee in pence.
    """
    wrong = {
        way: [pence for pence in _HALVES if round(fee(pence)) != _half_up(pence)]
        for way, fee in fees.items()
    }
    text = "Of " + f"{len(_HALVES)} prices with half a penny in their fee, a penny off: "
    text += "; ".join(f"{way}, {len(prices)}" for way, prices in wrong.items())
    with figure("Which halves fall on the wrong side", f"{text}.") as (axes,):
        for row, prices in enumerate(wrong.values()):
            pounds = [pence // 100 for pence in _HALVES]
            axes.plot(pounds, [row] * len(pounds), "o", color=FAINT, markersize=5, mfc="none")
            axes.plot([p // 100 for p in prices], [row] * len(prices), "o", color=COLOURS[row])
            axes.annotate(
                f"{len(prices)} of {len(_HALVES)} a penny off",
                (pounds[-1], row),
                xytext=(14, 0),
                textcoords="offset points",
                va="center",
                color=COLOURS[row],
                annotation_clip=False,
            )
        axes.set_yticks(range(len(wrong)), list(wrong))
        axes.set(xlabel="price of the ticket in pounds", ylim=(len(wrong) - 0.5, -0.5))
        axes.grid(axis="y", visible=False)


_HALVES = range(1_100, 5_400, 200)
"""Prices whose fee lies between its bounds, and is a whole number of pence and a half."""


def _half_up(pence: int) -> int:
    return int(Fraction(13, 200) * pence + Fraction(1, 2))


def memory(lengths: Sequence[int], peaks: Mapping[str, Sequence[float]]) -> None:
    """The peak of memory in MB against the lines of the file, for each way to read it."""
    text = "Peak of memory: " + "; ".join(
        f"{way}, {values[0]:.2f} MB at {lengths[0]:,} lines and {values[-1]:.2f} MB at "
        f"{lengths[-1]:,}"
        for way, values in peaks.items()
    )
    with figure("What a longer file costs in memory", f"{text}.") as (axes,):
        for number, (way, values) in enumerate(peaks.items()):
            axes.plot(
                lengths,
                values,
                marker="o",
                color=COLOURS[number],
                linestyle=DASHES[number],
                label=way,
                clip_on=False,
            )
        axes.set(xlabel="lines of the file", ylabel="MB at the peak", ylim=(0, None))
        axes.set_xlim(0, None)
        axes.xaxis.set_major_formatter(COUNT)
        axes.legend()
