"""What `write_copies` did, and how to tell the learner."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """What became of one copy."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Copy:
    """One copy, and what was done about it."""

    path: Path
    outcome: Outcome
    name: str
    """How to speak of it: its path from the `work` folder."""
    beside: str | None = None
    """Where the new copy was put, as the learner's own was kept."""
    reason: str = ""
    """Why the learner's copy cannot be read, if so."""

    @property
    def line(self) -> str:
        """One sentence for the learner; empty if there is nothing to tell."""
        new = f" A fresh copy is beside it: {self.beside}." if self.beside else ""
        match self.outcome:
            case Outcome.WRITTEN:
                return f"{self.name}: written."
            case Outcome.UPDATED:
                return f"{self.name}: updated. You had not changed it."
            case Outcome.KEPT:
                return f"{self.name}: there is a new version; yours has changes and is kept.{new}"
            case Outcome.UNREADABLE:
                todo = "" if new else " To get a fresh copy, rename it and run `make lab` again."
                return f"{self.name}: {self.reason}. It is kept as it is.{new}{todo}"
            case Outcome.UNCHANGED:
                return ""


@dataclass(frozen=True)
class CopyReport:
    """What was done, copy by copy."""

    copies: list[Copy]

    @property
    def lines(self) -> list[str]:
        """What to tell the learner; empty if all copies are as they were."""
        return [copy.line for copy in self.copies if copy.line]
