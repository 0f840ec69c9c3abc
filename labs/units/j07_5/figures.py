"""The figures of J07.5: what fits into a packet, and how long a copy is seen."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from labs.measure.charts.style import BLUE, COLOURS, DASHES, FAINT, VERMILION, figure

LIMIT = 512


class Seen(NamedTuple):
    """What one guest is told."""

    second: float
    address: str
    ttl: int


def packets(sizes: Mapping[str, Sequence[int]]) -> None:
    """Bytes of an answer by the number of its addresses, from one on, and how many are let in."""
    fit = {name: sum(size <= LIMIT for size in each) for name, each in sizes.items()}
    words = ", ".join(f"{name}: {count}" for name, count in fit.items())
    with figure(
        "How many addresses fit into one answer", f"Addresses in {LIMIT} bytes: {words}."
    ) as (axes,):
        for (name, each), colour, dash in zip(sizes.items(), COLOURS, DASHES, strict=False):
            axes.plot(range(1, len(each) + 1), each, label=name, color=colour, linestyle=dash)
            axes.plot(fit[name], each[fit[name] - 1], marker="o", color=colour)
            axes.annotate(
                f"{fit[name]}",
                (fit[name], each[fit[name] - 1]),
                xytext=(6, -12),
                textcoords="offset points",
                color=colour,
            )
        axes.axhline(LIMIT, color=FAINT, linewidth=1, linestyle="-", zorder=1)
        axes.annotate(f"{LIMIT} bytes", (1, LIMIT), xytext=(0, 4), textcoords="offset points")
        axes.set(xlabel="addresses of the name", ylabel="bytes of the answer", ylim=(0, None))
        axes.set(xlim=(0, None))
        axes.legend(loc="upper left", bbox_to_anchor=(0.02, 0.85))


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
