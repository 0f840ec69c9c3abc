"""`labs check`: the exercises of a learner's saved copy, judged as nbgrader would judge them.

The copy is only read. Its graded cells are replaced by the source's, hidden tests included. A
fresh kernel runs what the exercises need: set-up cells, answers, tests, and the cells that the
learner has added; or every cell, as nbgrader does. A graded cell that fails or writes to stderr
is worth 0 points, as under nbgrader.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from labs.course.cells import graded_exercises
from labs.course.check_report import CheckedExercise, CheckReport
from labs.course.check_run import Run
from labs.course.repair import read_copy, with_graded_cells
from labs.course.units import Unit


def check(
    unit: Unit,
    copy: Path,
    *,
    everything: bool = False,
    watch: Callable[[int, int], object] = lambda ran, of: None,
    tell: Callable[[str | CheckedExercise], object] = lambda found: None,
) -> CheckReport:
    """Judge the copy; `everything` runs the cells that no exercise needs, too.

    `watch` is called with how many cells have run, of how many; `tell` with each note and each
    exercise as soon as it is known. Raises CopyError if the file is missing, unreadable, or not a
    copy of this unit.
    """
    started = time.perf_counter()
    source = unit.read()
    notebook = read_copy(unit, copy)
    saved = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
    run = Run(source, notebook, everything, tell)
    for note in with_graded_cells(unit, source, notebook):
        run.note(note)
    run.cells(copy.parent, watch)
    return CheckReport(
        unit=unit.name,
        title=unit.title,
        copy=copy,
        saved=saved,
        seconds=time.perf_counter() - started,
        exercises=[run.exercise(name) for name in graded_exercises(source)],
        notes=run.notes,
        everything=everything,
    )
