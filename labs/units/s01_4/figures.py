"""The figures of S01.4: when a coroutine goes on, and what a chain of promises holds."""

from collections.abc import Mapping, Sequence

from labs.measure.charts.style import BLUE, COLOURS, DASHES, VERMILION, figure, label_ends
from labs.units.s01_4.morning import Answer, median_wait

EVERY = 12.5
"""Thousands of changes between two samples of the heap."""


def went_on(answers: Mapping[str, Sequence[Answer]]) -> None:
    """When the driver called back for each of some halls, and when its coroutine went on."""
    latest = 1.05 * max(answer.went_on for each in answers.values() for answer in each)
    told = "; ".join(f"{name}, {median_wait(each):.1f} ms" for name, each in answers.items())
    title = "From the driver's call to the coroutine that waits for it"
    with figure(title, f"Median time that an answer lies about: {told}.", len(answers)) as panels:
        for axes, (name, each) in zip(panels, answers.items(), strict=True):
            halls = range(1, len(each) + 1)
            axes.hlines(halls, [a.called for a in each], [a.went_on for a in each], color=VERMILION)
            called, went = [a.called for a in each], [a.went_on for a in each]
            axes.plot(called, halls, "o", mfc="white", color=VERMILION, label="called back")
            axes.plot(went, halls, "|", ms=11, mew=2.5, color=BLUE, label="goes on")
            axes.set(xlabel="ms", xlim=(0, latest), ylim=(len(each) + 0.7, 0.3), yticks=[*halls])
            axes.set_title(name)
        panels[0].set_ylabel("answer")
        panels[-1].legend(loc="lower left")


def heaps(runs: Mapping[str, Sequence[float]]) -> None:
    """The heap in MB, at each 12,500th change, by way of following them."""
    grown = "; ".join(f"{name}, {heap[-1] - heap[0]:.1f} MB" for name, heap in runs.items())
    with figure("The heap while 100,000 changes are drawn", f"Grown by: {grown}.") as (axes,):
        longest = 0.0
        ends = []
        for (name, heap), colour, dash in zip(runs.items(), COLOURS, DASHES, strict=False):
            longest = EVERY * (len(heap) - 1)
            drawn = [EVERY * n for n in range(len(heap))]
            axes.plot(drawn, heap, color=colour, linestyle=dash)
            ends.append((round(heap[-1]), round(longest), name, colour))
        axes.set(xlabel="changes drawn, in thousands", ylabel="heap, MB", ylim=(0, None))
        axes.set_xlim(0, 1.12 * longest)
        label_ends(axes, ends)
