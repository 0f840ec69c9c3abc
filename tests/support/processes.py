"""Processes that a test has caused, looked at from outside."""

import time
from contextlib import suppress
from pathlib import Path

import psutil


def has_ended(pid: int) -> bool:
    """Whether this process comes to its end; whoever waits for an orphan takes its time."""
    try:
        process = psutil.Process(pid)
        deadline = time.monotonic() + 60
        while process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
            time.sleep(0.01)
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def working_in(folder: Path) -> list[psutil.Process]:
    """Those that live and have this working directory."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.cwd() == str(folder) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found
