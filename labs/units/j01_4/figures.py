"""The figures of J01.4: calls in time, processors at work, and the beats of a loop."""

from collections.abc import Mapping, Sequence

from labs.measure.charts.style import BLUE, COLOURS, VERMILION, figure
from labs.units.j01_4.heart import Heart
from labs.units.j01_4.watch import Call, Watch

_BETWEEN = 0.3
"""Empty room between two bands, as a share of one."""

REFUSED = 503
"""The status with which the partner turns a call away."""

_PALE = "#E6E6E6"


def calls(logs: Mapping[str, Sequence[Call]], title: str = "What the partner saw") -> None:
    """Each answer as a line from its begin to its end, in bands by name; refusals as crosses."""
    words = {name: _in_words(log) for name, log in logs.items()}
    text = "Each line is an answer, from its call on, each cross a refusal. "
    text += "; ".join(f"{name}: {said}" for name, said in words.items())
    most = max(map(len, logs.values()))
    tops = {name: band * (1 + _BETWEEN) * most for band, name in enumerate(logs)}
    last = max(call.ended_ms for log in logs.values() for call in log)
    with figure(title, f"{text}.") as (axes,):
        axes.figure.set_size_inches(9, 1.6 + 0.85 * len(logs))  # type: ignore[union-attr]
        for name, log in logs.items():
            rows = [(tops[name] + number, call) for number, call in enumerate(log)]
            given = [(row, call) for row, call in rows if call.status != REFUSED]
            axes.hlines(
                [row for row, _ in given],
                [call.began_ms for _, call in given],
                [call.ended_ms for _, call in given],
                color=BLUE,
                linewidth=max(1, 40 / most),
            )
            refused = [(row, call) for row, call in rows if call.status == REFUSED]
            crosses = [call.began_ms for _, call in refused], [row for row, _ in refused]
            axes.plot(*crosses, "x", color=VERMILION, markersize=2.5, markeredgewidth=0.8)
            axes.annotate(
                words[name],
                (max(call.ended_ms for call in log), tops[name] + most / 2),
                xytext=(10, 0),
                textcoords="offset points",
                va="center",
            )
        axes.set_yticks([top + most / 2 for top in tops.values()], list(logs))
        axes.set_ylim(max(tops.values()) + 1.1 * most, -0.1 * most)
        axes.set_xlim(0, 1.35 * last)
        axes.set_xlabel("milliseconds since the page was asked for")
        axes.grid(axis="y", visible=False)
        axes.tick_params(axis="y", length=0)


def _in_words(log: Sequence[Call]) -> str:
    given = [call for call in log if call.status != REFUSED]
    beside = [sum(one.began_ms <= call.began_ms < one.ended_ms for one in given) for call in given]
    refused = f", {len(log) - len(given)} refused" if len(given) < len(log) else ""
    return f"{len(given)} answers, {max(beside, default=0)} at once{refused}"


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
