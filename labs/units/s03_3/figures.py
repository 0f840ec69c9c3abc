"""The figure of S03.3: who answered the visits of a trace, and how many wrongly."""

from collections.abc import Mapping

from labs.measure.charts.style import BLUE, SKY, VERMILION, counts_in_words, figure

_COLOURS = (BLUE, SKY, VERMILION)


def answered(tallies: Mapping[str, Mapping[str, int]]) -> None:
    """A bar for each policy: right answers of nginx, those of the replicas, wrong ones."""
    text = counts_in_words(tallies, "visits answered")
    with figure("Who answered, and how many got what they should not", text) as (axes,):
        names = list(tallies)
        left = [0] * len(names)
        for part, colour in zip(next(iter(tallies.values())), _COLOURS, strict=True):
            widths = [tally[part] for tally in tallies.values()]
            bars = axes.barh(names, widths, left=left, color=colour, label=part, height=0.6)
            numbers = [str(width) if width else "" for width in widths]
            axes.bar_label(bars, numbers, label_type="center", color="white", fontweight="bold")
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.invert_yaxis()
        axes.set(xlabel="visits", xlim=(0, max(left)))
        axes.grid(visible=False)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3)
