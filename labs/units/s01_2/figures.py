"""The figures of S01.2: calls after the failure, and what is left when nobody waits."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from labs.measure.charts.style import BLUE, FAINT, INK, VERMILION, figure
from labs.units.s01_2.stage import Call, in_vain

Before = tuple[int, int | None]
"""A number before the repair, and after it, if that is made."""


def board(logs: Mapping[str, Sequence[Call]]) -> None:
    """Each call as a line, in one panel for each importer; those in vain in another colour."""
    words = {name: _in_words(log) for name, log in logs.items()}
    text = "; ".join(f"{name}: {said}" for name, said in words.items())
    last = max(call.ended_ms - log[0].began_ms for log in logs.values() for call in log)
    title = "What the partner was asked, before and after a hall was gone"
    with figure(
        title,
        f"Each line is a call, orange if it began when hall 40 had said that it is gone. {text}.",
        columns=len(logs),
    ) as panels:
        for axes, (name, log) in zip(panels, logs.items(), strict=True):
            zero, vain = log[0].began_ms, in_vain(log)
            gone = min(call.ended_ms for call in log if call.status == HTTPStatus.GONE) - zero
            for row, call in enumerate(log):
                colour = VERMILION if call in vain else BLUE
                ends = call.began_ms - zero, call.ended_ms - zero
                axes.hlines(row, *ends, color=colour, linewidth=1.6)
            axes.axvline(gone, color=INK, linewidth=1, linestyle="--")
            axes.annotate(
                "hall 40 is gone",
                (gone, 25),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color=INK,
            )
            axes.set(
                xlabel="milliseconds since the first call", xlim=(0, 1.05 * last), ylim=(250, -8)
            )
            axes.set_title(f"{name}: {words[name]}")
        panels[0].set_ylabel("calls, in their order")


def _in_words(log: Sequence[Call]) -> str:
    return f"{len(in_vain(log))} of {len(log)} in vain"


def left(numbers: Mapping[str, Before]) -> None:
    """What goes on when nobody waits any more: as it was found, and with the repair."""
    text = "; ".join(
        f"{what}: {before}, then {'not written yet' if after is None else after}"
        for what, (before, after) in numbers.items()
    )
    title = "09:58 again: what goes on though nobody waits for it"
    with figure(title, f"As found, then repaired. {text}.", columns=len(numbers)) as panels:
        for axes, (what, (before, after)) in zip(panels, numbers.items(), strict=True):
            axes.bar(
                ["as found", "yours"], [before, after or 0], color=[VERMILION, BLUE], width=0.6
            )
            for place, number in enumerate((before, after)):
                axes.annotate(
                    "not written yet" if number is None else f"{number}",
                    (place, number or 0),
                    xytext=(0, 5),
                    textcoords="offset points",
                    ha="center",
                    color=FAINT if number is None else INK,
                    fontweight="bold",
                )
            axes.set(ylim=(0, 1.15 * before + 1))
            axes.set_title(what)
            axes.grid(axis="x", visible=False)
