"""What came of it, for people and for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from labs.grading.bench.compare import Compared

_MOST_DIFFERENCES = 20
"""So many are listed; how many there are is said in any case."""


def as_table(compared: Sequence[Compared]) -> RenderableType:
    """For a terminal: the comparison, where our time went, and each difference."""
    return Group(_speed(compared), _phases(compared), *_notes(compared))


def as_json(compared: Iterable[Compared]) -> str:
    """For programs to read."""
    return json.dumps([{**asdict(one), "ratio": one.ratio} for one in compared], indent=1)


def _speed(compared: Sequence[Compared]) -> Table:
    table = Table("class", title="Seconds a submission, of wall time", title_justify="left")
    for heading in ("stock", "ours", "ratio", "MB at first → at last", "scores", "differ"):
        table.add_column(heading, justify="right")
    for one in compared:
        measured = one.stock_seconds is not None
        mark = "" if one.stock_measured else "≈ "
        table.add_row(
            _name(one),
            f"{mark}{one.stock_seconds:.2f}" if measured else "",
            f"{one.our_seconds:.2f}",
            f"{mark}{one.ratio:.1f}" if one.ratio else "",
            " → ".join(f"{megabytes:,.0f}" for megabytes in one.megabytes),
            f"{one.compared:,}" if one.compared else "",
            f"{len(one.differences):,}" if one.compared else "",
            style="red" if one.differences else "",
        )
    return table


def _name(one: Compared) -> str:
    return f"{one.what}, {one.submissions:,}"


def _phases(compared: Sequence[Compared]) -> Table:
    title = "Seconds by phase; those of workers side by side add up"
    table = Table("phase", title=title, title_justify="left")
    for one in compared:
        table.add_column(_name(one), justify="right")
    for phase in dict.fromkeys(phase for one in compared for phase in one.phases):
        table.add_row(phase, *(f"{one.phases.get(phase, 0):.1f}" for one in compared))
    return table


def _notes(compared: Sequence[Compared]) -> Iterable[Text]:
    if any(one.stock_seconds and not one.stock_measured for one in compared):
        yield Text("≈ Stock's time is linear in submissions: measured on the first class alone.")
    for one in compared:
        for difference in one.differences[:_MOST_DIFFERENCES]:
            yield Text(f"{one.what}: {difference}", style="red")
        if len(one.differences) > _MOST_DIFFERENCES:
            yield Text(f"… and {len(one.differences) - _MOST_DIFFERENCES} more", style="red")
