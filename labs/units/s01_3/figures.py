"""The figures of S01.3: what five counters kept, and four ways to serve."""

from collections.abc import Mapping

from labs.measure.charts.style import BLUE, COUNT, FAINT, VERMILION, counts_in_words, figure
from labs.units.s01_3.stage import VISITORS, WAITERS, Way


def counted(counts: Mapping[str, int], sales: int) -> None:
    """A bar for each counter: what it says after so many sales."""
    text = counts_in_words({f"of {sales:,} sales": counts}, "counted")
    with figure("Sixteen threads, one number", text) as (axes,):
        for row, said in enumerate(counts.values()):
            exact = said == sales
            axes.barh(row, said, color=BLUE if exact else VERMILION, height=0.6)
            lost = "exact" if exact else f"{sales - said:,} lost"
            axes.annotate(lost, (said, row), xytext=(6, 0), textcoords="offset points", va="center")
        axes.axvline(sales, color=FAINT, linewidth=1)
        axes.set_yticks(range(len(counts)), list(counts))
        axes.set(xlabel="sales counted (line: sales)", ylim=(len(counts) - 0.5, -0.5))
        axes.set_xlim(0, 1.15 * sales)
        axes.xaxis.set_major_formatter(COUNT)
        axes.grid(axis="y", visible=False)


def ways(measured: Mapping[str, Way]) -> None:
    """Two bars for each way: how long a crowd waits, and how many got somebody else's page."""
    text = "; ".join(
        f"{name}: {way.waiting:.2f} s waiting, {way.wrong} of {VISITORS} pages wrong"
        for name, way in measured.items()
    )
    panels: list[tuple[str, str, str, list[float]]] = [
        (
            f"{WAITERS} pages that wait 60 ms",
            "seconds",
            BLUE,
            [w.waiting for w in measured.values()],
        ),
        (f"{VISITORS} by found_page.rb", "wrong", VERMILION, [w.wrong for w in measured.values()]),
    ]
    with figure("One program, four ways to serve", f"{text}.", columns=2) as columns:
        for axes, (title, unit, colour, values) in zip(columns, panels, strict=True):
            axes.barh(range(len(values)), values, color=colour, height=0.6)
            for row, value in enumerate(values):
                told = f"{value}" if isinstance(value, int) else f"{value:.2f}"
                axes.annotate(
                    told, (value, row), xytext=(5, 0), textcoords="offset points", va="center"
                )
            names = list(measured) if axes is columns[0] else [""] * len(values)
            axes.set_yticks(range(len(values)), names)
            axes.set(title=title, xlabel=unit, ylim=(len(values) - 0.5, -0.5))
            axes.set_xlim(0, 1.25 * max(*values, 0.01))
            axes.grid(axis="y", visible=False)
