"""`labs grade`, as a teacher runs it: its time, by phase, and its memory while it grades."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import psutil

from labs.grading.bench.classes import Class

_PAUSE = 1.0
"""Seconds between two looks at the memory."""


class OursError(RuntimeError):
    """`labs grade` did not grade the class; the message ends with what it said."""


@dataclass
class Memory:
    """Megabytes of the grader and of all it started, look by look."""

    looks: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start, and how many megabytes."""

    def most(self, start: float, end: float) -> float:
        """The most between two times, in seconds since the start."""
        return max((size for when, size in self.looks if start <= when <= end), default=0)


@dataclass(frozen=True)
class Run:
    """One run of `labs grade`."""

    seconds: float
    """Of wall time, from the start of the program to its end."""
    phases: Mapping[str, float]
    """Seconds by phase; those of workers side by side add up."""
    flags: Mapping[str, list[str]]
    """What the report says of a submission, by student."""
    megabytes: tuple[float, float]
    """The most that the grader and all it started held while the class was graded, in the first
    and in the last third of that time."""


def grade(course: Class, workers: int | None = None) -> Run:
    """Grade the class, each submission in a sandbox of its own.

    Raises:
        OursError: it was not graded as a whole.
    """
    command = [sys.executable, "-m", "labs.cli", "grade", course.assignment, "--json"]
    command += ["--course-dir", str(course.root), "--sandbox", "required"]
    command += ["--workers", str(workers)] if workers else []
    began = perf_counter()
    with (
        subprocess.Popen(
            command,
            env=course.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        _watched(process.pid) as memory,
    ):
        told, said = process.communicate()
    seconds = perf_counter() - began
    if process.returncode:
        raise OursError(f"`labs grade {course.assignment}` failed.\n{said[-4_000:]}{told[-4_000:]}")
    report = json.loads(told)
    flags = {one["student"]: one["flags"] for one in report["submissions"]}
    third = (report["seconds"] - report["preparation"]) / 3
    first = memory.most(seconds - 3 * third, seconds - 2 * third)
    last = memory.most(seconds - third, seconds)
    return Run(seconds, _phases(seconds, report), flags, (first, last))


def _phases(seconds: float, report: Mapping[str, Any]) -> dict[str, float]:
    phases = {
        "start of the program": seconds - report["seconds"],
        "kernel's start, rehearsal": report["preparation"],
    }
    for one in report["submissions"]:
        for phase, spent in one["phases"].items():
            phases[phase] = phases.get(phase, 0) + spent
    return phases


@contextmanager
def _watched(pid: int) -> Iterator[Memory]:
    memory, ended, began = Memory(), threading.Event(), perf_counter()

    def look() -> None:
        while not ended.wait(_PAUSE):
            memory.looks.append((perf_counter() - began, _megabytes(pid)))

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield memory
    finally:
        ended.set()
        watch.join()


def _megabytes(pid: int) -> float:
    """Of a process and all that it started; pages that they share are counted once."""
    size = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                size += _own(each)
    return size / 1e6


def _own(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.AccessDenied, AttributeError):  # it shuts itself in, or this is no Linux
        return 0
