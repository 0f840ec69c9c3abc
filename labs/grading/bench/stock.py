"""Stock nbgrader, as a teacher runs it."""

import subprocess
import sys
from time import perf_counter

from labs.grading.bench.classes import Class


class StockError(RuntimeError):
    """nbgrader did not do what it was asked to; the message ends with its log."""


def release(course: Class) -> None:
    """Make the learner's notebooks and the gradebook.

    Raises:
        StockError: nbgrader refuses the source.
    """
    done = _nbgrader(course, "generate_assignment")
    if done.returncode:
        raise StockError(f"{course.assignment} cannot be released.\n{done.stderr[-4_000:]}")


def autograde(course: Class, student: str = "*") -> float:
    """Grade the class, or one student of it; gives the seconds that it took.

    nbgrader ends with an error when it lost a submission: who has no autograded notebook.
    """
    began = perf_counter()
    _nbgrader(course, "autograde", f"--student={student}")
    return perf_counter() - began


def _nbgrader(course: Class, command: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", command, course.assignment, *options],
        cwd=course.root,
        env=course.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
