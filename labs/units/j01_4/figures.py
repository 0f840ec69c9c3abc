"""The figures of J01.4: calls in time, processors at work, and the beats of a loop."""

from collections.abc import Mapping, Sequence

from labs.measure.charts.style import BLUE, COLOURS, VERMILION, figure
from labs.units.j01_4.heart import Heart
from labs.units.j01_4.watch import Call, Watch

_BETWEEN = 0.3
"""Empty room between two bands, as a share of one."""

_PALE = "#E6E6E6"


def calls(logs: Mapping[str, Sequence[Call]], title: str = "What the partner saw") -> None:
    """Each call as a line from its begin to its end, in bands by name; refused ones as crosses."""
    found = "; ".join(f"{name}: {_in_words(log)}" for name, log in logs.items())
    most = max(len(log) for log in logs.values())
    with figure(title, f"Each line is a call, first ones on top. {found}.") as (axes,):
        axes.figure.set_size_inches(9, 1.6 + 0.85 * len(logs))  # type: ignore[union-attr]
        for band, log in enumerate(logs.values()):
            top = band * (1 + _BETWEEN) * most
            for status, colour in ((200, BLUE), (503, VERMILION)):
                numbered = [(top + n, call) for n, call in enumerate(log) if call.status == status]
                heights = [height for height, _ in numbered]
                begins = [call.began_ms for _, call in numbered]
                if status == 200:
                    ends = [call.ended_ms for _, call in numbered]
                    axes.hlines(heights, begins, ends, color=colour, linewidth=max(1, 40 / most))
                else:
                    axes.plot(begins, heights, "x", color=colour, markersize=4)
            if log:
                axes.annotate(
                    _in_words(log),
                    (max(call.ended_ms for call in log), top + most / 2),
                    xytext=(10, 0),
                    textcoords="offset points",
                    va="center",
                )
        middles = [(band * (1 + _BETWEEN) + 0.5) * most for band in range(len(logs))]
        axes.set_yticks(middles, list(logs))
        axes.set_xlabel("milliseconds since the page was asked for")
        axes.set_xlim(0, 1.28 * max(call.ended_ms for log in logs.values() for call in log))
        axes.set_ylim(middles[-1] + 0.6 * most, -0.1 * most)
        axes.grid(axis="y", visible=False)
        axes.tick_params(axis="y", length=0)


def _in_words(log: Sequence[Call]) -> str:
    refused = sum(call.status == 503 for call in log)
    said = f"{sum(call.status == 200 for call in log)} answers"
    return f"{said}, {refused} refused" if refused else said


def busy(watches: Mapping[str, Watch], title: str = "The same work, four ways") -> None:
    """How long each way took, and how many cores worked for it."""
    text = "; ".join(
        f"{name}: {watch.seconds:.2f} s, {watch.cores:.1f} cores" for name, watch in watches.items()
    )
    with figure(title, f"Time, and cores at work on average. {text}.") as (axes,):
        for row, watch in enumerate(watches.values()):
            axes.barh(row, watch.seconds, color=COLOURS[row], height=0.6)
            axes.annotate(
                f"{watch.seconds:.2f} s, {watch.cores:.1f} cores at work",
                (watch.seconds, row),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
            )
        axes.set_yticks(range(len(watches)), list(watches))
        axes.set(xlabel="seconds", ylim=(len(watches) - 0.5, -0.5))
        axes.set_xlim(0, 1.4 * max(watch.seconds for watch in watches.values()))
        axes.grid(axis="y", visible=False)


def beats(hearts: Mapping[str, Heart], title: str = "When the loop had a turn for others") -> None:
    """A mark for each beat; a bar behind those that came while the block ran."""
    text = "; ".join(
        f"{name}: {heart.during} beats in {heart.took_ms:.0f} ms" for name, heart in hearts.items()
    )
    with figure(title, f"Beats of the heart beside the work (grey). {text}.") as (axes,):
        for row, heart in enumerate(hearts.values()):
            axes.barh(row, heart.took_ms, height=0.7, color=_PALE)
            marks = heart.beats_ms
            axes.plot(marks, [row] * len(marks), "|", color=COLOURS[row], markersize=26)
        axes.set_yticks(range(len(hearts)), list(hearts))
        axes.set(xlabel="milliseconds since the work began (grey)", ylim=(len(hearts) - 0.5, -0.5))
        axes.grid(axis="y", visible=False)
