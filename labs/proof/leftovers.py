"""What a run has left behind: whatever still runs or lies where it kept its temporary files.

A run gets a folder for temporary files of its own, in TMPDIR. What it started is known by that
variable, or by working there: some servers, Valkey among them, overwrite their environment.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

CLEAN_SECONDS = 30.0
"""How long servers may take to end after their kernel has, on a machine with other work."""


def left_behind(scratch: Path, names: str = "*") -> list[str]:
    """What is still in `scratch`, or runs from there, after the time in which servers may end.

    `names` is the pattern of the files and folders that are asked for.
    """
    deadline = time.monotonic() + CLEAN_SECONDS
    while (found := leftovers(scratch, names)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def leftovers(scratch: Path, names: str = "*") -> list[str]:
    """What is in `scratch`, or runs from there, now: such as `the process 4711 (valkey-server)`."""
    return [
        *(f"the process {process.pid} ({_name(process)})" for process in processes(scratch)),
        *(f"{_kind(path)} {path.name}" for path in sorted(scratch.glob(names))),
    ]


def processes(scratch: Path) -> list[psutil.Process]:
    """The living processes that work in `scratch`, or that have it as their TMPDIR."""
    return [process for process in psutil.process_iter() if _is_from(process, scratch.resolve())]


def lives(process: psutil.Process) -> bool:
    """A zombie does not: whose parent died waits for a system that may be slow to reap."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _is_from(process: psutil.Process, scratch: Path) -> bool:
    return any(_signs(process, scratch)) and lives(process)


def _signs(process: psutil.Process, scratch: Path) -> Iterator[bool]:
    with suppress(psutil.Error):  # gone in between, or another user's
        yield Path(process.cwd()).is_relative_to(scratch)
    with suppress(psutil.Error):
        told = process.environ().get("TMPDIR")
        yield bool(told) and Path(str(told)).resolve() == scratch


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return "just ended"


def _kind(path: Path) -> str:
    return "the temporary folder" if path.is_dir() else "the temporary file"
