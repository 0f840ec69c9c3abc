"""The figures of S01.1: runtimes under load, a loop that stands still, the health of a service."""

from collections.abc import Mapping, Sequence

from matplotlib.ticker import NullFormatter

from labs.measure import median
from labs.measure.charts.style import BLUE, FAINT, MILLISECONDS, ORANGE, VERMILION, figure
from labs.units.s01_1.load import Row
from labs.units.s01_1.stage import Rush

_COLOURS = (VERMILION, BLUE, ORANGE)
_PROBE = 500


def runtimes(rows: Sequence[Row]) -> None:
    """p50 to p99 of each runtime, a panel for each load; below them what each needs to be there."""
    workloads = list(dict.fromkeys(row.workload for row in rows))
    names = list(dict.fromkeys(row.runtime for row in rows))
    text = "From p50 (dot) to p99 (bar), in ms, medians with 95 % intervals. "
    text += "; ".join(
        f"{load}: " + ", ".join(f"{r.runtime} {r.p50.middle:.0f}-{r.p99.middle:.0f}" for r in of)
        for load in workloads
        for of in [[row for row in rows if row.workload == load]]
    )
    least, most = 0.8 * min(r.p50.low for r in rows), 1.25 * max(r.p99.high for r in rows)
    with figure("Seven runtimes, eight callers at once", f"{text}.", len(workloads)) as panels:
        panels[0].figure.set_size_inches(9, 3.9)  # type: ignore[union-attr]
        for axes, load in zip(panels, workloads, strict=True):
            for row in (row for row in rows if row.workload == load):
                height = names.index(row.runtime)
                axes.hlines(height, row.p50.middle, row.p99.middle, color=FAINT, linewidth=1.5)
                axes.hlines(height, row.p50.low, row.p50.high, color=BLUE, linewidth=5, alpha=0.4)
                axes.hlines(
                    height, row.p99.low, row.p99.high, color=VERMILION, linewidth=5, alpha=0.4
                )
                axes.plot(row.p50.middle, height, "o", color=BLUE, markersize=6)
                axes.plot(row.p99.middle, height, "|", color=VERMILION, ms=13, mew=2.5)
            axes.set(xscale="log", xlabel="ms, logarithmic", ylim=(len(names) - 0.5, -0.5))
            axes.set_xlim(least, most)
            axes.xaxis.set_major_formatter(MILLISECONDS)
            axes.xaxis.set_minor_formatter(NullFormatter())
            axes.set_title(load)
            axes.set_yticks(range(len(names)), names if axes is panels[0] else [""] * len(names))
    print(f"\n{'':12}{'memory, MB':>18}{'cold start, ms':>22}")
    for row in (row for row in rows if row.workload == workloads[-1]):
        print(f"{row.runtime:12}{row.memory!s:>18}{row.cold!s:>22}")


def blocked(ways: Mapping[str, Sequence[float]]) -> None:
    """The longest that the loop stood still, for each way."""
    longest = {name: median(times) for name, times in ways.items()}
    text = "The loop stood still for " + "; ".join(
        f"{name}: {ms:.0f} ms" for name, ms in longest.items()
    )
    with figure("How long nobody else is served", f"{text}.") as (axes,):
        axes.figure.set_size_inches(9, 3)  # type: ignore[union-attr]
        bars = axes.barh(list(longest), list(longest.values()), color=BLUE, height=0.6)
        axes.bar_label(bars, fmt="%.0f ms", padding=4)
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.set(xlabel="longest delay of the event loop, ms (median of five)")
        axes.grid(axis="y", visible=False)


def dashboard(rushes: Mapping[str, Rush]) -> None:
    """How long /healthz took, by the time at which it was asked."""
    text = "; ".join(f"{name}: {rush}" for name, rush in rushes.items())
    with figure("09:58, the health of the seat map", f"{text}.") as (axes,):
        for colour, (name, rush) in zip(_COLOURS, rushes.items(), strict=False):
            at, took = zip(*rush.health, strict=True)
            axes.plot([ms / 1_000 for ms in at], took, "o-", color=colour, label=name, ms=4, lw=1)
        axes.axhline(_PROBE, color=FAINT, linewidth=1, linestyle="--")
        axes.annotate(
            "above this it is killed", (0.995, _PROBE), xycoords=("axes fraction", "data"),
            xytext=(0, 4), textcoords="offset points", ha="right", color=FAINT,
        )  # fmt: skip
        axes.set(xlabel="seconds since the rush began", ylabel="/healthz took, ms", yscale="log")
        axes.set_xlim(0, None)
        axes.yaxis.set_major_formatter(MILLISECONDS)
        axes.legend(loc="center right")
