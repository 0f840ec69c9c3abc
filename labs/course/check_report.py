"""What `labs check` found in a copy."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class CheckedTest:
    """What one graded cell said."""

    name: str
    """Its grade_id, such as `E1-keys`."""
    points: float
    of: float
    message: str = ""
    """Why it did not give full points, in at most 12 lines; empty if it did."""


@dataclass(frozen=True)
class CheckedExercise:
    """What came of one exercise."""

    name: str
    title: str
    tests: list[CheckedTest]
    trouble: str = ""
    """The error that the answer cell itself raised, if any."""
    written: bool = True
    """Whether an answer stands in place of the stub, right or wrong."""
    explanation: str = ""
    """Markdown: why the reference answer is as it is. Only after a full pass."""

    @property
    def points(self) -> float:
        return sum(test.points for test in self.tests)

    @property
    def of(self) -> float:
        return sum(test.of for test in self.tests)

    @property
    def passed(self) -> bool:
        return self.points >= self.of


@dataclass(frozen=True)
class CheckReport:
    """What came of a copy, as it was saved at `saved`."""

    unit: str
    title: str
    copy: Path
    saved: datetime
    seconds: float
    exercises: list[CheckedExercise]
    notes: list[str] = field(default_factory=list)
    """What the learner should know about the copy itself: cells moved, doubled, deleted."""
    everything: bool = False
    """Whether the cells that no exercise needs were run, too."""

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def of(self) -> float:
        return sum(exercise.of for exercise in self.exercises)

    @property
    def passed(self) -> bool:
        return self.points >= self.of

    @property
    def saved_ago(self) -> str:
        return ago((datetime.now().astimezone() - self.saved).total_seconds())


NOW = 5
"""Seconds: JupyterLab saves as often."""


def ago(seconds: float) -> str:
    """A span of time in words, such as `3 minutes ago`."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return f"{seconds:.0f} seconds ago" if seconds >= NOW else "just now"
