"""What a teacher is told at the end: in a terminal, on a page, and as JSON.

Names and flags hold what strangers wrote; none of it may be taken for markup or for a command of
the terminal.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import mean

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from labs.grading import sandbox
from labs.grading.journal import Graded

_ALL = 40
"""Up to so many submissions, a terminal shows each; of more, those to look at."""
_LOOKS = 40
"""Of so many to look at at most a terminal tells."""
_FLAGS = 4
"""Of so many flags of one submission a terminal tells, the others are on the page."""
_CHARACTERS = 200
"""Of one flag in a terminal."""


@dataclass
class Report:
    """How a class was graded."""

    assignment: str
    sandbox: str
    results: Sequence[Graded]
    seconds: float
    """Of wall time, from the command to the last score."""
    preparation: float = 0
    """Those of them that passed before the class: the kernel's start and the rehearsal."""
    path: Path | None = None
    """Where it is kept as a page; None if it could not be."""
    when: datetime = field(default_factory=datetime.now)

    @property
    def failed(self) -> int:
        """Submissions that could not be graded."""
        return sum(bool(one.error) for one in self.results)

    @property
    def scored(self) -> list[Graded]:
        """Those that have a score."""
        return [one for one in self.results if not one.error]

    @property
    def to_look_at(self) -> list[Graded]:
        """Those that a person should look at; first what could not be graded."""
        found = [one for one in self.results if one.error or one.flags]
        return sorted(found, key=lambda one: not one.error)

    @property
    def by_hand(self) -> int:
        """Submissions of which a person has to give some points."""
        return sum(one.by_hand for one in self.scored)

    @property
    def mean(self) -> str:
        """The mean of the submissions' points, and of how many."""
        if not self.scored:
            return "-"
        points, out_of = (mean(get(one) for one in self.scored) for get in (_points, _out_of))
        return f"{round(points, 1):g} of {out_of:g}"

    @property
    def walls(self) -> str:
        """What kept the submissions from the teacher's own files, in a sentence."""
        if self.sandbox == sandbox.BUBBLEWRAP:
            return "Each was shut in (bubblewrap)."
        return "NOT shut in: submissions ran with the rights of who graded them."

    @property
    def outcome(self) -> str:
        """How many were graded, left as they were, or not graded; in a sentence."""
        skipped = sum(one.skipped for one in self.results)
        said = f"{len(self.scored) - skipped:,} graded in {self.seconds:,.1f} s"
        said += f", {skipped:,} as before (not changed)" if skipped else ""
        return said + (f", {self.failed:,} could not be graded." if self.failed else ".")

    @property
    def summary(self) -> str:
        """A few sentences."""
        look = f"{len(self.to_look_at):,}" if self.to_look_at else "nobody"
        numbers = f"Mean points: {self.mean}. To look at: {look}."
        if self.by_hand:
            numbers += f" To grade by hand, in formgrader: {self.by_hand:,}."
        return f"{plain(self.assignment)}: {self.outcome} {numbers} {self.walls}"

    def for_terminal(self) -> Group:
        """A table of a small class, or of those to look at in a large one; then the summary."""
        every = len(self.results) <= _ALL
        shown = list(self.results) if every else self.to_look_at[:_LOOKS]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Student", overflow="fold", max_width=24)
        table.add_column("Points", justify="right", no_wrap=True)
        table.add_column("What to know", overflow="fold", ratio=1)
        table.add_column("Seconds", justify="right", no_wrap=True)
        for one in shown:
            name = Text(plain(one.student))
            table.add_row(name, points(one), _told(one), f"{one.seconds:.1f}", style=_colour(one))
        parts: list[Table | Text] = [table] if shown else []
        if left := len(self.results) - len(shown):
            parts.append(Text(f"{left:,} more are on the page.", style="dim"))
        colour = "red" if self.failed or self.sandbox != sandbox.BUBBLEWRAP else ""
        return Group(*parts, Text(self.summary, style=colour))

    def as_json(self) -> str:
        """For programs to read."""
        told = {
            "assignment": self.assignment,
            "sandbox": self.sandbox,
            "seconds": round(self.seconds, 3),
            "preparation": round(self.preparation, 3),
            "failed": self.failed,
            "page": str(self.path) if self.path else None,
            "submissions": [asdict(one) for one in self.results],
        }
        return json.dumps(told, indent=1)


def points(one: Graded) -> str:
    """The points of a submission, and of how many; a dash if it has no score."""
    return "-" if one.error else f"{one.points:g} of {one.out_of:g}"


def plain(text: str) -> str:
    """Text as it may be shown anywhere: one line, without what would command a terminal."""
    return "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))


def remarks(one: Graded) -> list[str]:
    """What is to be known of a submission, each once; nothing of it is markup."""
    told = [one.error, *one.flags] if one.error else one.flags
    return list(dict.fromkeys(map(plain, told)))


def _points(one: Graded) -> float:
    return one.points


def _out_of(one: Graded) -> float:
    return one.out_of


def _told(one: Graded) -> Text:
    told = [_cut(flag) for flag in remarks(one)]
    lines = told[:_FLAGS]
    if len(told) > _FLAGS:
        lines.append(f"… and {len(told) - _FLAGS} more, on the page")
    return Text("\n".join(lines) or ("not changed" if one.skipped else ""))


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else f"{text[: _CHARACTERS - 2]} …"


def _colour(one: Graded) -> str:
    return "red" if one.error else "yellow" if one.flags else ""
