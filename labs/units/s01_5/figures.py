"""The figure of S01.5: what is kept, as visitors come."""

from collections.abc import Mapping, Sequence

from labs.measure.charts.style import COLOURS, COUNT, DASHES, figure


def growth(
    megabytes: Mapping[str, Sequence[float]],
    every: int,
    title: str = "Memory that is not given back",
) -> None:
    """A line for each name, measured after each `every` visitors."""
    text = "; ".join(f"{name}: {line[-1]:.1f} MB" for name, line in megabytes.items())
    last = max(map(len, megabytes.values())) * every
    with figure(title, f"After {last:,} visitors. {text}.") as (axes,):
        for row, (name, line) in enumerate(megabytes.items()):
            visitors = [every * (n + 1) for n in range(len(line))]
            axes.plot(visitors, line, label=name, color=COLOURS[row], linestyle=DASHES[row])
        axes.set(xlabel="visitors so far", ylabel="MB kept", xlim=(0, last), ylim=(0, None))
        axes.xaxis.set_major_formatter(COUNT)
        axes.legend(loc="upper left")
