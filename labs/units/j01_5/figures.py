"""The figure of J01.5: seats on hold, event by event."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from labs.measure.charts.style import BLUE, VERMILION, figure


def holds(runs: Mapping[str, tuple[Sequence[str], int]]) -> None:
    """Seats on hold during each run, by its events and the partner's count at the end.

    `runs` gives, by name, the events in their order, such as "hold 3 ends", and the count.
    """
    text = "Seats on hold at the end: " + "; ".join(
        f"{name}, {held}" for name, (_, held) in runs.items()
    )
    most = max(max(_on_hold(events)) for events, _ in runs.values())
    with figure("Seats on hold, event by event", f"{text}.", columns=len(runs)) as panels:
        for axes, (name, (events, held)) in zip(panels, runs.items(), strict=True):
            counts = _on_hold(events)
            colour = VERMILION if held else BLUE
            axes.step(range(len(counts)), counts, where="post", color=colour, linestyle="-")
            axes.annotate(
                f"{held} left",
                (len(counts) - 1, counts[-1]),
                xytext=(-16, 6),
                textcoords="offset points",
                ha="right",
                color=colour,
                fontweight="bold",
            )
            axes.set(xlabel="events", ylim=(0, 1.15 * most), xlim=(0, None))
            axes.set_title(name.replace(", ", ",\n"))
        panels[0].set_ylabel("seats on hold")


def _on_hold(events: Sequence[str]) -> list[int]:
    """How many seats are on hold at first, and after each event."""
    steps = [
        event.endswith("ends") * (event.startswith("hold") - event.startswith("free"))
        for event in events
    ]
    return list(accumulate(steps, initial=0))
