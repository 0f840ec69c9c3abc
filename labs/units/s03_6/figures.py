"""The figure of S03.6: what passed within the last second, at each moment."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from labs.measure.charts.style import COLOURS, DASHES, INK, figure
from labs.units.s03_6.rush import in_the_last, most_in

SECOND = 1_000


def last_second(
    passed: Mapping[str, Sequence[int]], limit: int, shown: tuple[int, int] = (2_500, 5_000)
) -> None:
    """A line for each way to limit: requests let through within the second before each moment.

    `passed` holds for each way the milliseconds of what it let through, in order; the text says
    the most of all of them, the figure shows those of `shown`.
    """
    most = "; ".join(f"{name} {most_in(SECOND, times)}" for name, times in passed.items())
    text = f"The most within any second of the twenty: {most}. The limit is {limit}."
    with figure("Let through within the last second", text) as (axes,):
        moments = range(*shown, 5)
        for (name, times), colour, dash in zip(
            passed.items(), cycle(COLOURS), cycle(DASHES), strict=False
        ):
            counts = [in_the_last(SECOND, times, now) for now in moments]
            seconds = [now / SECOND for now in moments]
            axes.plot(seconds, counts, color=colour, linestyle=dash, label=name)
        axes.axhline(limit, color=INK, linewidth=1, zorder=1)
        axes.annotate(
            f"limit {limit}",
            (0.01, limit),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
        )
        axes.set(xlabel="time (s)", ylabel="requests", ylim=(0, 2.2 * limit))
        axes.figure.legend(loc="outside right upper")
