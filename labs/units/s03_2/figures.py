"""The figure of S03.2: which statuses came back, and which of them the document knows."""

from collections.abc import Mapping
from typing import Any, cast

from matplotlib.figure import Figure

from labs.measure.charts.style import BLUE, VERMILION, figure
from labs.units.s03_2.fuzz import Tried, is_documented


def answers(seen: Tried, document: Mapping[str, Any]) -> None:
    """A row for each operation, a column for each status, with how often it came."""
    rows = sorted({name for name, _ in seen.answers}, reverse=True)
    columns = sorted({status for _, status in seen.answers})
    unknown = seen.unknown(document)
    text = f"{seen.answers.total()} answers. Not in the document: "
    text += ", ".join(f"{status} of {name}" for name, status in unknown) or "none"
    with figure("What came back, and whether the document knows it", f"{text}.") as (axes,):
        cast(Figure, axes.figure).set_figheight(1.6 + 0.5 * len(rows))
        for (name, status), count in seen.answers.items():
            known = is_documented(document, name, status)
            axes.text(
                columns.index(status),
                rows.index(name),
                f"{count}" if known else f"{count} !",
                ha="center",
                va="center",
                color="white",
                bbox={"boxstyle": "round", "facecolor": BLUE if known else VERMILION},
            )
        axes.set_xticks(range(len(columns)), list(map(str, columns)))
        axes.set_yticks(range(len(rows)), rows)
        axes.set_xlim(-0.6, len(columns) - 0.4)
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.set_xlabel("status (red, with !: not in the document)")
        axes.set_ylabel("operation")
