"""The figure of S03.4: what the same seats cost, by the way they are sent."""

from collections.abc import Mapping, Sequence

from matplotlib.ticker import MaxNLocator

from labs.measure import Run
from labs.measure.charts.style import COLOURS, COUNT, figure
from labs.units.s03_4.ways import Way


def bytes_and_times(ways: Sequence[Way], runs: Mapping[str, Run]) -> None:
    """Bytes of the body, plain and by gzip; and each call's time, the quick ones first."""
    text = "; ".join(
        f"{way.name}, {way.plain_bytes:,} bytes, {way.gzip_bytes:,} by gzip, half of the calls in "
        f"{way.p50_ms:.2f} ms, 99 of 100 in {way.p99_ms:.2f} ms"
        for way in ways
    )
    with figure("The same 200 seats, sent in two ways", f"{text}.", columns=2) as (left, right):
        for row, (way, colour) in enumerate(zip(ways, COLOURS, strict=False)):
            for at, (size, shade) in enumerate(((way.plain_bytes, 1.0), (way.gzip_bytes, 0.55))):
                place = row + (at - 0.5) * 0.4
                left.barh(place, size, 0.36, color=colour, alpha=shade)
                word = "plain" if at == 0 else "gzip"
                left.annotate(
                    f"{size:,}  {word}",
                    (size, place),
                    xytext=(4, 0),
                    textcoords="offset points",
                    va="center",
                )
            times = sorted(runs[way.name])
            shares = [100 * (n + 1) / len(times) for n in range(len(times))]
            right.plot(times, shares, color=colour, linestyle="-", label=way.name)
        left.set_yticks(range(len(ways)), [way.name.replace(" over ", "\nover ") for way in ways])
        left.set(xlabel="bytes of the body", xlim=(0, 1.35 * max(w.plain_bytes for w in ways)))
        left.set_ylim(len(ways) - 0.5, -0.5)
        left.grid(axis="y", visible=False)
        left.xaxis.set_major_locator(MaxNLocator(4))
        left.xaxis.set_major_formatter(COUNT)
        slowest = max(way.p99_ms for way in ways)
        right.set(xlabel="ms, at most", ylabel="calls, %", xlim=(0, 1.15 * slowest), ylim=(0, 100))
        right.legend(loc="lower right")
