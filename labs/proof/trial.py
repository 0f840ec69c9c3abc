"""Tries out many answers to the exercises of a unit, in milliseconds each and without nbgrader.

The rule is nbgrader's: a graded cell that raises, or writes to stderr, is worth 0. One process
for each call of `try_out` runs the setup cells once and then forks for each variant
(see `trial_process`).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

from nbformat import NotebookNode

from labs.course.cells import Role, exercise, grade_id, graded_exercises, role, stubbed
from labs.course.units import Unit
from labs.proof.verdicts import Cell, Reply, Task, Variant, Verdict

SETUP_SECONDS = 120
"""How long a unit's setup cells may take."""


class TrialError(RuntimeError):
    """The unit could not be tried at all: its setup failed, or the trial's process died."""


def try_out(
    unit: Unit, variants: Sequence[Variant], addresses: Mapping[str, str] | None = None
) -> list[Verdict]:
    """A verdict for each variant, in the same order.

    `addresses` are variables such as REDIS_URL: a server that is up already serves all variants,
    which saves starting one for each. Raises TrialError if a setup cell fails or takes longer
    than SETUP_SECONDS.
    """
    task = Task(cells=_cells(unit), variants=variants)
    limit = SETUP_SECONDS + sum(variant.seconds for variant in variants)
    with tempfile.TemporaryDirectory(prefix="labs-trial-") as folder:
        try:
            process = subprocess.run(
                [sys.executable, "-m", "labs.proof.trial_process"],
                input=task.model_dump_json(),
                capture_output=True,
                text=True,
                check=False,
                cwd=folder,
                env=_environment() | dict(addresses or {}),
                timeout=limit,
            )
        except subprocess.TimeoutExpired:
            raise TrialError(f"{unit.name} was not judged within {limit:g} s.") from None
    replies = [Reply.model_validate_json(line) for line in process.stdout.splitlines()]
    for reply in replies:
        if reply.failed:
            raise TrialError(f"{unit.name} cannot be judged: {reply.failed}")
    if len(replies) != len(variants):
        last_words = process.stderr.strip()[-2000:]
        raise TrialError(f"{unit.name} cannot be judged: the process died.\n{last_words}")
    return [reply.verdict for reply in replies if reply.verdict]


def reference() -> Variant:
    """The unit as it is written, with all solutions."""
    return Variant(name="reference")


def stub(unit: Unit) -> Variant:
    """The unit as a learner gets it, with nothing answered."""
    return Variant(name="stub", answers=_stubs(unit, exercises(unit)))


def alone(unit: Unit, name: str) -> Variant:
    """One exercise, such as `E1`, with its solution; all others as the learner gets them."""
    others = [other for other in exercises(unit) if other != name]
    return Variant(name=f"{name} alone", answers=_stubs(unit, others))


def exercises(unit: Unit) -> list[str]:
    """The unit's graded exercises, such as `E1`, in order."""
    return graded_exercises(unit.read())


def graded_cells(unit: Unit) -> list[NotebookNode]:
    """The unit's test cells, which carry the points."""
    return [cell for cell in unit.read().cells if role(cell) is Role.TEST]


def answer_cells(unit: Unit, exercise_name: str) -> list[NotebookNode]:
    """The cells of one exercise in which a learner writes, with their solutions."""
    cells = (cell for cell in unit.read().cells if role(cell) is Role.ANSWER)
    return [cell for cell in cells if exercise(cell) == exercise_name]


def _cells(unit: Unit) -> list[Cell]:
    return [
        Cell(
            name=grade_id(cell) or cell.id,
            source=cell.source,
            exercise=exercise(cell),
            setup=role(cell) is Role.SETUP,
            graded=role(cell) is Role.TEST,
        )
        for cell in unit.read().cells
        if cell.cell_type == "code"
    ]


def _stubs(unit: Unit, names: Sequence[str]) -> dict[str, str]:
    cells = (cell for name in names for cell in answer_cells(unit, name))
    return {grade_id(cell): stubbed(cell.source) for cell in cells}


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "LABS_TEST": "1",
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "0",  # an answer that leans on the order of a set fails the same way
        "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # macOS would end a fork that draws
    }
