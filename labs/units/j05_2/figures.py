"""The figure of J05.2: what distance costs."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from labs.measure.charts.style import COLOURS, DASHES, figure


def distances(
    series: Mapping[str, Sequence[float]],
    at: Sequence[float],
    title: str = "What distance costs",
    y: str = "time (ms)",
    summary: str = "",
) -> None:
    """How values grow with a distance: all of them, and all but the highest line enlarged.

    `series` holds for each name one value at each distance of `at`, in milliseconds. The
    summary has no numbers unless you give one, since times differ at each run. Raises
    ValueError for fewer than two names.
    """
    if len(series) < 2:
        raise ValueError("distances() compares: give it two names or more.")
    highest = max(series, key=lambda name: max(series[name]))
    rest = [value for name, values in series.items() if name != highest for value in values]
    text = summary or (
        f"{y} by length of a round trip, for {', '.join(series)}; "
        f"on the right all but {highest}, enlarged."
    )
    with figure(title, text, columns=2) as (whole, low):
        for panel in (whole, low):
            for (name, values), colour, dash in zip(
                series.items(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                if panel is whole or name != highest:
                    panel.plot(at, values, color=colour, linestyle=dash, marker="o", label=name)
            panel.set(xlabel="one round trip (ms)", ylabel=y, xlim=(0, max(at) * 1.04))
        whole.set(title="All", ylim=(0, max(series[highest]) * 1.06))
        low.set(title=f"Without {highest}", ylim=(0, max(rest) * 1.2))
        whole.legend(loc="upper left")
