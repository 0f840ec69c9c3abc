"""The figure of J07.4: who asked whom, line by line."""

from collections.abc import Sequence

from labs.measure.charts.style import BLUE, FAINT, INK, VERMILION, figure
from labs.units.j07_4.tap import Talk

_PLACES = {"site": 0.0, "page": 1.0, "api": 2.0}


def diagram(talks: Sequence[Talk], title: str) -> None:
    """What went between the page, its site and its API, in order, with milliseconds at its side."""
    start = talks[0].began
    events = sorted(
        [(talk.began, True, talk) for talk in talks]
        + [(talk.ended, False, talk) for talk in talks],
        key=lambda event: event[0],
    )
    said = "; ".join(f"{talk.line} at the {talk.server}, {talk.status}" for talk in talks)
    with figure(title, f"{len(talks)} requests: {said}.") as (axes,):
        axes.figure.set_size_inches(9, 0.8 + 0.31 * len(events))  # type: ignore[union-attr]
        for name, place in _PLACES.items():
            axes.vlines(place, -0.8, len(events) - 0.4, color=FAINT, linewidth=1.5, zorder=1)
            axes.text(place, -0.9, name, ha="center", va="bottom", weight="bold", color=INK)
        for row, (_, asks, talk) in enumerate(events):
            near, far = _PLACES["page"], _PLACES[talk.server]
            unasked = talk.line.startswith("OPTIONS")
            colour = VERMILION if unasked else BLUE
            begin, end = (near, far) if asks else (far, near)
            arrow = {
                "arrowstyle": "-|>",
                "color": colour,
                "linewidth": 1.6,
                "linestyle": "-" if asks else "--",
                "shrinkA": 0,
                "shrinkB": 0,
            }
            axes.annotate("", (end, row), (begin, row), arrowprops=arrow)
            text = talk.line if asks else talk.status
            words = {"ha": "center", "va": "bottom", "fontsize": 9, "color": INK}
            axes.text((near + far) / 2, row - 0.06, text, **words)  # type: ignore[arg-type]
        axes.set(xlim=(-0.15, 2.15), ylim=(len(events) - 0.4, -1.2), xticks=[])
        times = [f"{1_000 * (at - start):.0f}" for at, _, _ in events]
        axes.set_yticks(range(len(events)), times)
        axes.set_ylabel("ms since the page was asked for")
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0)
