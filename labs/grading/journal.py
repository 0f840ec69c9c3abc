"""Which submissions were graded, as what they were: so that none is graded again in vain.

One small file a student in `.labs-grade/`, written after everything else is kept. A lock beside
them keeps a second grader out of the same course.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from labs.grading.course import Course, Submission
from labs.grading.handed_in import HandedIn


@dataclass
class Graded:
    """What became of one submission."""

    student: str
    points: float = 0
    out_of: float = 0
    by_hand: bool = False
    """A person has to give some of the points, in formgrader."""
    flags: list[str] = field(default_factory=list)
    """What a teacher should know, in sentences."""
    seconds: float = 0
    """Preparing, examining and writing; examiners that work side by side add up."""
    phases: dict[str, float] = field(default_factory=dict)
    """Where the seconds went."""
    sandbox: str = ""
    skipped: bool = False
    """It was graded before, and nothing has changed."""
    error: str = ""
    """Why it could not be graded; empty if it was."""

    def spend(self, phase: str, seconds: float) -> None:
        """Add what a phase took."""
        self.seconds += seconds
        self.phases[phase] = self.phases.get(phase, 0) + seconds


class BusyError(RuntimeError):
    """Somebody else is grading this course."""


class Journal:
    """What was graded of one assignment."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._folder = course.notes / course.assignment
        self._release = _digest(
            json.dumps(
                {name: [release.basis, *map(str, release.cells.values())]
                 for name, release in course.releases.items()},
                sort_keys=True,
            ).encode()
        )  # fmt: skip

    def fingerprint(self, handed_in: HandedIn) -> str:
        """A digest of a submission, the course's files beside it, the release and its checks."""
        files = self._course.beside(handed_in) | handed_in.notebooks
        parts = [f"{name!r} {_digest(content)}" for name, content in sorted(files.items())]
        return _digest("\n".join([self._release, *parts]).encode())

    def known(self, submission: Submission, fingerprint: str) -> Graded | None:
        """How this very submission was graded before; None if it was not, or not wholly."""
        try:
            noted = json.loads(self._path(submission).read_text())
            if noted.pop("fingerprint") != fingerprint:
                return None
            known = Graded(**noted)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        if not self._course.place("autograded", submission.student).exists():
            return None
        known.skipped = True
        return known

    def note(self, submission: Submission, fingerprint: str, graded: Graded) -> None:
        """Remember it, unless it could not be graded."""
        if graded.error:
            return
        path = self._path(submission)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps({**asdict(graded), "fingerprint": fingerprint}, indent=1))
        partial.replace(path)

    def _path(self, submission: Submission) -> Path:
        return self._folder / f"{submission.student}.json"


@contextmanager
def alone(course: Course) -> Iterator[None]:
    """Be the one grader of this course.

    Raises:
        BusyError: another one is at work; it says which process.
    """
    path = course.notes / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise BusyError(
                f"Process {file.read().strip() or 'unknown'} is grading this course. Wait until "
                "it has ended; then run this again."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
