"""The figures of S12.4."""

from collections.abc import Sequence

from labs.measure.charts.style import BLUE, COUNT, FAINT, INK, MILLISECONDS, figure
from labs.measure.meter import median, percentile
from labs.units.s12_4.transports import Told


def four_ways(told: Sequence[Told]) -> None:
    """For each way: bytes for one change on one screen, and how late it was."""
    names = [each.way for each in told]
    text = "; ".join(
        f"{each.way}: {each.bytes_per_news:,.0f} bytes, late {median(each.late_ms):,.0f} ms "
        f"(p99 {percentile(each.late_ms, 99):,.0f}), {each.requests:g} requests in the evening"
        for each in told
    )
    with figure("What one change costs on one screen", f"{text}.", columns=2) as (cost, late):
        cost.figure.set_size_inches(9.5, 3.2)  # type: ignore[union-attr]
        cost.barh(names, [each.bytes_per_news for each in told], color=BLUE)
        cost.set(title="bytes over the wire", xlabel="bytes, both directions")
        cost.xaxis.set_major_formatter(COUNT)
        for row, each in enumerate(told):
            low, high = median(each.late_ms), percentile(each.late_ms, 99)
            late.hlines(row, low, high, color=FAINT, linewidth=3, zorder=1)
            late.plot(low, row, "o", color=BLUE, zorder=2)
            late.plot(high, row, "|", color=INK, markersize=12, zorder=2)
        late.set(title="late: dot the median, bar the 99th percentile", xlabel="ms from the change")
        late.set_yticks(range(len(told)), names)
        late.set_ylim(-0.5, len(told) - 0.5)
        late.set_xlim(left=0)
        late.xaxis.set_major_formatter(MILLISECONDS)
        for axes in (cost, late):
            axes.invert_yaxis()
            axes.grid(visible=False, axis="y")
