"""The figures of J03.1: a list that moves under its reader, and how far a client comes."""

from collections.abc import Mapping, Sequence

from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import BLUE, FAINT, VERMILION, figure

Pages = Sequence[Sequence[int]]


def twice_and_never(pages: Pages, there: Sequence[int]) -> tuple[list[int], list[int]]:
    """Which of those that were there came more than once, and which never."""
    came = [number for page in pages for number in page]
    twice = [number for number in there if came.count(number) > 1]
    return twice, [number for number in there if number not in came]


def pages_read(
    readers: Mapping[str, Pages],
    there: Sequence[int],
    title: str = "Which page shows which performance",
) -> None:
    """Each performance that was there at first, by its time, on the page that showed it."""
    words = "; ".join(
        "{}: {} twice, {} never".format(name, *map(len, twice_and_never(pages, there)))
        for name, pages in readers.items()
    )
    last = max(page for pages in readers.values() for page, some in enumerate(pages, 1) if some)
    with figure(title, f"{words}.", columns=len(readers)) as axes:
        for axis, (name, pages) in zip(axes, readers.items(), strict=True):
            twice, never = twice_and_never(pages, there)
            places = {number: place for place, number in enumerate(there, 1)}
            for page, numbers in enumerate(pages, 1):
                for number in numbers:
                    if number in places:
                        again = number in twice
                        axis.plot(places[number], page, color=VERMILION if again else BLUE,
                                  marker="s" if again else "o", markersize=6)  # fmt: skip
            for number in never:
                axis.axvline(places[number], color=VERMILION, linestyle=":", linewidth=1.2)
                axis.text(places[number], 0.45, "never", color=VERMILION, rotation=90,
                          ha="right", va="bottom")  # fmt: skip
            axis.set(title=name, xlabel="performance, by its time", ylabel="page")
            axis.set(xlim=(0.2, len(there) + 0.8), ylim=(0.3, last + 0.7))
            axis.yaxis.set_major_locator(MaxNLocator(integer=True))
            axis.xaxis.set_major_locator(MaxNLocator(integer=True))


def how_far(
    done: Mapping[str, int],
    steps: Sequence[str],
    title: str = "How far the errand comes without one special case",
) -> None:
    """The steps that the client takes, by the special case that is left out."""
    short = sum(count < len(steps) for count in done.values())
    words = f"Without any one of {len(done)} special cases the errand ends early in {short} cases"
    text = f"{words}, after {min(done.values())} to {max(done.values())} of {len(steps)} steps."
    with figure(title, text) as (axes,):
        names = list(done)[::-1]
        counts = [done[name] for name in names]
        axes.barh(names, counts, color=BLUE, height=0.65)
        axes.axvline(len(steps), color=FAINT, linewidth=1.2, linestyle="--")
        for place, count in enumerate(counts):
            is_long = count > len(steps) / 2
            stuck = f"stuck: {steps[count]}" if count < len(steps) else "done"
            axes.text(
                count - 0.1 if is_long else count + 0.1,
                place,
                stuck,
                va="center",
                ha="right" if is_long else "left",
                color="white" if is_long else "black",
            )
        axes.set(xlabel=f"steps done (dashed: all {len(steps)})", xlim=(0, len(steps) + 0.3))
