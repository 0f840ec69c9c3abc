"""Nothing survives the kernel: a process of its own that outlives it, kills its servers and goes.

The kernel holds the writing end of a pipe. However the kernel ends, kill -9 included, the pipe
ends with it; the watcher then kills what it was told of and removes the folders. It has a session
of its own, since what ends a kernel often ends the whole process group.

This file is both halves: the functions run in the kernel, `main` is the watcher.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import psutil


def kill_tree(process: psutil.Process) -> list[psutil.Process]:
    """Send SIGKILL to a server, its descendants and its process group; what was killed.

    Does nothing if `process` was reaped, since its number may be somebody else's by now.
    """
    if not process.is_running():
        return []
    try:
        family = [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        family = [process]
    for member in family:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            member.kill()
    # Children of a server that died before have no parent to be found by, but its group.
    # macOS says PermissionError for a group in which everybody is dead already.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return family


def kill_strays(folders: Collection[Path], parent: int) -> list[psutil.Process]:
    """Kill the children of `parent` that work in one of `folders`; what was killed.

    For those that were born when nobody had their number yet. Whoever else works there, such as
    a terminal, has another parent.
    """
    killed = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.ppid() == parent and any(map(Path(process.cwd()).is_relative_to, folders)):
                killed += kill_tree(process)
    return killed


def wait_until_ended(processes: Collection[psutil.Process], seconds: float = 2.0) -> None:
    """Wait until they are gone, or zombies: some systems are slow to reap those of others."""
    deadline = time.monotonic() + seconds
    while any(map(lives, processes)) and time.monotonic() < deadline:
        time.sleep(0.002)


def lives(process: psutil.Process) -> bool:
    """Whether it runs: a zombie does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def remove(folder: Path, seconds: float = 2.0) -> None:
    """Remove `folder`; tries again for a while, for what a dying process still writes there."""
    deadline = time.monotonic() + seconds
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() > deadline:
            return
        time.sleep(0.01)


# --- in the kernel -----------------------------------------------------------------------------

_lock = threading.Lock()
_watcher: subprocess.Popen[bytes] | None = None
_watched: dict[Path, int] = {}


def watch(folder: Path, pid: int = 0) -> None:
    """From now on `folder`, and the process `pid` if given, end with this process."""
    with _lock:
        _watched[folder] = pid
        _tell(f"{pid} {folder}")


def forget(folder: Path) -> None:
    """`folder` and its process are gone, or none of the watcher's business any more."""
    with _lock:
        if _watched.pop(folder, None) is not None:
            _tell(f"- {folder}")


def dismiss() -> None:
    """Let the watcher clean up what is left, and go."""
    global _watcher  # noqa: PLW0603
    with _lock:
        _watched.clear()
        if _watcher is not None:
            _watcher.communicate()
            _watcher = None


def _tell(line: str) -> None:
    global _watcher  # noqa: PLW0603
    if _watcher is not None:
        try:
            _write(_watcher, line)
        except BrokenPipeError:  # somebody ended it: another takes over
            _watcher.communicate()
            _watcher = None
    if _watcher is None and _watched:
        _watcher = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            start_new_session=True,
        )
        for folder, pid in _watched.items():
            _write(_watcher, f"{pid} {folder}")


def _write(watcher: subprocess.Popen[bytes], line: str) -> None:
    assert watcher.stdin is not None  # noqa: S101
    watcher.stdin.write(os.fsencode(line + "\n"))


def _after_fork() -> None:
    """A fork holds the pipe too, which must end with the kernel; it gets a watcher of its own."""
    global _lock, _watcher  # noqa: PLW0603
    _lock = threading.Lock()
    _watched.clear()
    if _watcher is not None:
        if _watcher.stdin is not None:
            _watcher.stdin.close()
        _watcher.returncode = 0  # not this process's child to wait for
        _watcher = None


os.register_at_fork(after_in_child=_after_fork)


# --- the watcher -------------------------------------------------------------------------------


_GRACE = 0.5
"""Seconds that servers get to end by themselves, all together."""


def main() -> None:
    """Read `<pid> <folder>` and `- <folder>` until the kernel has ended, then clear up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # it goes when the kernel goes
    kernel = os.getppid()
    servers: dict[Path, psutil.Process | None] = {}
    for line in sys.stdin.buffer:
        pid, _, name = os.fsdecode(line).rstrip("\n").partition(" ")
        folder = Path(name)
        if pid == "-":
            servers.pop(folder, None)
            continue
        servers[folder] = None
        if pid != "0":
            with suppress(psutil.NoSuchProcess):
                # Taken while the kernel has not reaped it: psutil then knows it from a later
                # process with the same number.
                servers[folder] = psutil.Process(int(pid))
    living = [server for server in servers.values() if server]
    _ask_to_end(living)  # PostgreSQL then gives back memory that outlives processes
    killed = [member for server in living for member in kill_tree(server)]
    if servers:
        deadline = time.monotonic() + 1
        while os.getppid() == kernel and time.monotonic() < deadline:
            time.sleep(0.002)  # the pipe ends a little before the kernel does
        killed += kill_strays(servers, os.getppid())  # orphans of the same parent go to the same
    wait_until_ended(killed)
    for folder in servers:
        remove(folder)


def _ask_to_end(servers: Collection[psutil.Process]) -> None:
    """Send SIGTERM to the servers, and SIGKILL soon afterwards to descendants that they leave."""
    families: list[psutil.Process] = []
    for server in servers:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            families += server.children(recursive=True)
            server.terminate()
    wait_until_ended(servers, _GRACE)
    for member in families:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            member.kill()


if __name__ == "__main__":
    main()
