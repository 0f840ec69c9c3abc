"""What `labs check` found in a copy, and how it reads."""

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


def ago(seconds: float) -> str:
    """A span of time in words, such as `3 minutes ago`."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


def render_report(report: CheckReport) -> str:
    """What the learner reads: points, what failed and why, what passed and why it is so."""
    lines = [
        f"{report.unit} {report.title}",
        f"Your copy: {report.copy}, saved {report.saved_ago}.",
        *(f"Note: {note}" for note in report.notes),
        "",
    ]
    for exercise in report.exercises:
        mark = "✔" if exercise.passed else "✘"
        lines.append(f"{mark} {exercise.title}: {exercise.points:g} of {exercise.of:g} points")
        if exercise.trouble and not exercise.passed:
            lines.append(f"    Your answer cell failed: {exercise.trouble}")
        for test in exercise.tests:
            if test.message:
                lines += [f"    {test.name}", *_indented(test.message, 6)]
        lines += [*_indented(exercise.explanation, 4), ""]
    lines.append(f"{report.points:g} of {report.of:g} points in {report.seconds:.0f} s.")
    return "\n".join(lines)


def _indented(text: str, by: int) -> list[str]:
    return [" " * by + line if line else "" for line in text.splitlines()]
