"""What a teacher is told at the end: a table, a page, and JSON."""

import html
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd
from rich.table import Table

from labs.grading import sandbox
from labs.grading.journal import Graded

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; color: #222; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .7rem; border: 0; }}
tr {{ border-bottom: 1px solid #ddd; }} thead {{ border-bottom: 2px solid #222; }}
td:nth-child(2), td:nth-child(4) {{ white-space: nowrap; font-variant-numeric: tabular-nums; }}
</style></head><body><h1>{title}</h1><p>{summary}</p>
{table}
</body></html>
"""


@dataclass
class Report:
    """How a class was graded."""

    assignment: str
    sandbox: str
    results: Sequence[Graded]
    seconds: float
    """Of wall time, from the command to the last score."""
    path: Path = field(default_factory=Path)
    """Where it is kept as a page."""

    @property
    def failed(self) -> int:
        """Submissions that could not be judged."""
        return sum(bool(one.error) for one in self.results)

    @property
    def summary(self) -> str:
        """One or two sentences."""
        skipped = sum(one.skipped for one in self.results)
        graded = len(self.results) - skipped - self.failed
        said = f"{graded:,} graded in {self.seconds:,.1f} s"
        said += f", {skipped:,} left as they were (not changed)" if skipped else ""
        said += f", {self.failed:,} could not be judged" if self.failed else ""
        walls = {
            sandbox.BUBBLEWRAP: "Each was shut in (bubblewrap).",
            sandbox.PROCESS: "They were NOT shut in: they ran with your rights.",
        }[self.sandbox]
        return f"{said}. {walls}"

    def as_table(self) -> Table:
        """For a terminal."""
        table = Table(title=f"{self.assignment}: {self.summary}", title_justify="left")
        for heading in ("Student", "Points", "What to know", "Seconds"):
            right = heading in {"Points", "Seconds"}
            table.add_column(heading, justify="right" if right else "left")
        for student, points, flags, seconds in self._rows():
            table.add_row(student, points, flags, seconds)
        return table

    def as_html(self) -> str:
        """A page that needs nothing else."""
        title = f"Grades of {self.assignment}"
        frame = pd.DataFrame(self._rows(), columns=["Student", "Points", "What to know", "Seconds"])
        with pd.option_context("display.max_colwidth", None):
            table = frame.to_html(index=False, border=0).replace("\\n", "<br>")
        return _PAGE.format(
            title=html.escape(title), summary=html.escape(self.summary), table=table
        )

    def as_json(self) -> str:
        """For programs to read."""
        told = {
            "assignment": self.assignment,
            "sandbox": self.sandbox,
            "seconds": round(self.seconds, 3),
            "submissions": [asdict(one) for one in self.results],
        }
        return json.dumps(told, indent=1)

    def _rows(self) -> list[tuple[str, str, str, str]]:
        return [
            (
                one.student,
                "" if one.error else f"{one.points:g} of {one.out_of:g}",
                one.error or "\n".join(one.flags) or ("not changed" if one.skipped else ""),
                f"{one.seconds:.1f}",
            )
            for one in self.results
        ]
