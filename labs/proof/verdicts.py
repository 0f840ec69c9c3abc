"""What a trial and its process say to one another.

This module imports nothing that is slow: the process is started for each unit, many times.
"""

from collections.abc import Sequence

from pydantic import BaseModel


class Cell(BaseModel, frozen=True):
    """A code cell, as far as judging needs it."""

    name: str
    """Its grade_id, or else its id."""
    source: str
    exercise: str | None
    setup: bool
    graded: bool


class Variant(BaseModel, frozen=True):
    """A unit as one learner might hand it in."""

    name: str
    answers: dict[str, str] = {}
    """Sources of answer cells, by grade_id; the others keep the reference solution."""
    only: str | None = None
    """The one exercise to run, such as `E2`; None runs them all."""
    until: str | None = None
    """The one graded cell to run, after which to stop; None runs them all."""
    stop_at_first: bool = False
    """Stop after the first graded cell that fails."""
    seconds: float = 60
    """How long it may take altogether before it is killed."""


class Result(BaseModel, frozen=True):
    """What one graded cell said."""

    grade_id: str
    passed: bool
    error: str = ""
    """The name of the exception; `stderr` if the cell wrote there."""
    message: str = ""
    seconds: float = 0

    def __str__(self) -> str:
        said = "passed" if self.passed else f"{self.error}: {self.message}"
        return f"{self.grade_id} {said}"


class Verdict(BaseModel, frozen=True):
    """What the graded cells said of one variant."""

    name: str
    results: list[Result] = []
    problem: str = ""
    """Why not all cells were run: too slow, or the process died; empty if all is well."""

    @property
    def full_points(self) -> bool:
        return not self.problem and all(result.passed for result in self.results)

    def result(self, grade_id: str) -> Result:
        """The result of one graded cell; one that was never reached has failed."""
        for result in self.results:
            if result.grade_id == grade_id:
                return result
        return Result(grade_id=grade_id, passed=False, error="not run", message=self.problem)

    def __str__(self) -> str:
        return "\n".join([self.name, *filter(None, [self.problem]), *map(str, self.results)])


class Task(BaseModel, frozen=True):
    """The code cells of a unit, and the variants of it to try."""

    cells: Sequence[Cell]
    variants: Sequence[Variant]


class Reply(BaseModel, frozen=True):
    """A line from the process of a trial: a verdict, or why there is none."""

    verdict: Verdict | None = None
    failed: str = ""
