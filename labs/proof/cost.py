"""What `make test` costs for one unit, in seconds of CPU: `python -m labs.proof.cost NOTEBOOK`.

A process of its own, which adopts whatever outlives its parent (a server, its watcher) and waits
for it: so the system counts all that was started. Where it cannot adopt (macOS), that is missing.
"""

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from labs.course.kernel import StoppedError, environment, run
from labs.course.units import Unit
from labs.proof import mutants, two_sided
from labs.proof.answers import AnswersError
from labs.proof.trial import TrialError
from labs.servers import watcher

_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_PATIENCE = 60.0


class CostError(RuntimeError):
    """The unit does not run, so there is no telling what it costs."""


class Cost(BaseModel, frozen=True):
    """Seconds of CPU, with all processes that were started."""

    run: float
    """Of the notebook, once."""
    answers: float
    """Of all that it is judged by: the reference, stubs, answers, and a sample of mutants."""

    @property
    def seconds(self) -> float:
        return self.run + self.answers


def cost(unit: Unit) -> Cost:
    """Measure the unit in a process of its own. Raises CostError, with its last words."""
    done = subprocess.run(
        [sys.executable, "-m", "labs.proof.cost", unit.path],
        env=environment(LABS_TEST="1", NBGRADER_EXECUTION=None),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()[-2_000:]
        raise CostError(f"{unit.name} cannot be measured, as it fails: {said}")
    return Cost.model_validate_json(done.stdout)


def _run(unit: Unit) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(unit.read(), Path(folder), dict(os.environ))


def _judge(unit: Unit) -> None:
    two_sided.verdicts(unit, mutants.sample(unit))
    watcher.dismiss()


def _seconds(act: Callable[[], None]) -> float:
    before = _used()
    act()
    _wait_for_all()
    return _used() - before


def _used() -> float:
    of = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in of)


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_all() -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:  # there is none left
            return
        if not pid:
            time.sleep(0.01)


def main() -> None:
    """Measure the unit of the notebook that is the first argument."""
    unit = Unit(Path(sys.argv[1]))
    _adopt_orphans()
    try:
        spent = Cost(run=_seconds(partial(_run, unit)), answers=_seconds(partial(_judge, unit)))
    except (AnswersError, StoppedError, TrialError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    print(spent.model_dump_json())


if __name__ == "__main__":
    main()
