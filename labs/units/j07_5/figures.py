"""The figure of J07.5: for how long an old copy is told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from labs.measure.charts.style import BLUE, VERMILION, figure


class Seen(NamedTuple):
    """What one guest is told."""

    second: float
    address: str
    ttl: int


def copies(runs: Mapping[str, Sequence[Seen]], new: str) -> None:
    """Each told TTL as its digit, by the time since the change, in one row for each plan."""
    words = "; ".join(f"{name}: {late(seen, new):.1f} s" for name, seen in runs.items())
    title = "What guests are told after the move, and for how many seconds they may keep it"
    with figure(title, f"Until the new address is told, {words}.") as (axes,):
        for row, seen in enumerate(runs.values()):
            for each in seen:
                axes.plot(
                    each.second,
                    -row,
                    marker=f"${each.ttl}$",
                    markersize=9,
                    color=BLUE if each.address == new else VERMILION,
                )
        for told, colour, place in (("old address", VERMILION, 0.72), ("new address", BLUE, 0.86)):
            axes.text(place, 0.93, told, color=colour, fontweight="bold", transform=axes.transAxes)
        axes.set(yticks=[-row for row in range(len(runs))], yticklabels=list(runs))
        axes.set(ylim=(-len(runs) + 0.5, 0.6), xlim=(-0.05, None))
        axes.set(xlabel="seconds since the change")


def late(seen: Sequence[Seen], new: str) -> float:
    """The first second at which a guest is told the new address."""
    return next((each.second for each in seen if each.address == new), float("inf"))
