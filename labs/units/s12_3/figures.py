"""The figure of S12.3."""

from collections.abc import Mapping

from labs.measure.charts.style import BLUE, COUNT, INK, figure


def sizes(counts: Mapping[str, int]) -> None:
    """Bytes on the wire, a bar for each wrapping."""
    text = "; ".join(f"{name} {count:,}" for name, count in counts.items())
    with figure("Bytes on the wire", f"Bytes: {text}.") as (axes,):
        axes.figure.set_size_inches(9, 2.8)  # type: ignore[union-attr]
        axes.barh(list(counts), list(counts.values()), color=BLUE)
        for row, count in enumerate(counts.values()):
            axes.text(count, row, f" {count:,}", va="center", color=INK)
        axes.set(xlabel="bytes", xlim=(0, 1.12 * max(counts.values())))
        axes.xaxis.set_major_formatter(COUNT)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
