"""The values that go to an examiner and come back: no gradebook, no shared folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What one submission may take."""

    cell_seconds: float = 30
    """For one cell, as `Execute.timeout` of nbgrader; 0 or less is no limit."""
    seconds: float = 900
    """For all cells, runs that had to be begun again included."""
    memory: int = 2 * 2**30
    """Bytes, of all its processes together."""
    disk: int = 512 * 2**20
    """Bytes, in each of its folders."""
    processes: int = 512
    files: int = 4_096
    """Open files of one process."""


@dataclass(frozen=True)
class Work:
    """One notebook that was handed in, ready to be run."""

    student: str
    notebook: str
    cells: tuple[str, ...]
    """The sources of its code cells in their order; tests are the course's own."""
    tests: frozenset[int] = frozenset()
    """Which of the cells are tests: locked, so the course's own."""
    shared: tuple[str, ...] = ()
    """The first code cells of the release, which all submissions may have in common."""
    modules: tuple[str, ...] = ()
    """What the course's own answers and tests import: once for all, before a submission begins."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What lies beside the notebook, by its relative path."""
    limits: Limits = Limits()
    rehearsal: bool = False
    """These are the course's own answers; say which modules they import."""


@dataclass(frozen=True)
class CellRun:
    """What a cell showed."""

    outputs: tuple[Mapping[str, Any], ...]
    """In the form of a notebook."""
    number: int | None
    """Its execution count."""
    seconds: float


@dataclass(frozen=True)
class Examined:
    """How one notebook ran."""

    student: str
    notebook: str
    runs: tuple[CellRun, ...]
    """One for each cell of the work."""
    flags: tuple[str, ...]
    """What a teacher should know, in sentences."""
    seconds: Mapping[str, float]
    """Where the time went, by phase."""
    sandbox: str
    """What kept it apart: `bubblewrap` or `process`."""
    modules: tuple[str, ...] = ()
    """What was imported, if it was a rehearsal."""
