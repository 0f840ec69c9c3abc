"""The figure of S12.1: what several readers see in the same bytes."""

from collections.abc import Mapping
from typing import cast

from matplotlib.figure import Figure

from labs.measure.charts.style import BLUE, FAINT, ORANGE, figure
from labs.units.s12_1.probes import Probe
from labs.units.s12_1.seen import Readers, Seen


def readings(probes: Mapping[str, bytes], readers: Readers) -> dict[str, dict[str, Seen]]:
    """What each reader sees in each probe."""
    return {
        name: {reader: read(raw) for reader, read in readers.items()}
        for name, raw in probes.items()
    }


def whole(probes: tuple[Probe, ...]) -> dict[str, bytes]:
    """Probes by name, as they go over the wire."""
    return {probe.name: probe.whole for probe in probes}


def table_of(seen: Mapping[str, Mapping[str, Seen]], title: str) -> None:
    """A row for each probe, a column for each reader; orange where two see different requests."""
    readers = list(next(iter(seen.values())))
    words = "; ".join(
        f"{name}: " + ", ".join(f"{reader} {told}" for reader, told in row.items())
        for name, row in seen.items()
    )
    with figure(title, f"Requests that each reader sees: {words}.") as (axes,):
        cast(Figure, axes.figure).set_size_inches(9, 0.6 + 0.3 * len(seen))
        for y, row in enumerate(seen.values()):
            read = [told for told in row.values() if told.requests]
            for x, told in enumerate(row.values()):
                apart = not all(told.agrees(other) for other in read)
                colour = BLUE if not told.requests else ORANGE if apart else FAINT
                axes.barh(y, 0.94, left=x, height=0.86, color=colour, alpha=0.3)
                axes.text(x + 0.47, y, str(told), ha="center", va="center", fontsize=9)
        axes.set_xticks([x + 0.47 for x in range(len(readers))], readers)
        axes.set_yticks(range(len(seen)), list(seen))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.invert_yaxis()
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)
