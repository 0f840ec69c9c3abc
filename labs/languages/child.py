"""A program as a child of this process: it stays within limits, and nothing of it outlives it.

A thread reads what it prints, and looks now and then at what it and its descendants take. Each of
them bears a mark in its environment: one that has left its group, and lost its parent, is found by
that.
"""

import math
import os
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import psutil

from labs.languages.errors import LimitError
from labs.servers import watcher

_MARK = "FLYTOWER_PROGRAM"
_LOOK = 0.1
"""Seconds between two looks at the family."""
_PAUSE = 0.002
"""Seconds between two readings: a pipe holds many lines."""
_PATIENCE = 1.0
"""Seconds for what a program says whose time is over."""

_ROUNDS = 20
_AT_ONCE = 1 << 16
_MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What a program may take before it is ended."""

    output: int = 16 * _MB
    """Bytes that it prints, on stdout and on stderr."""

    memory: int = 1024 * _MB
    """Bytes that it and its descendants hold in memory."""

    processes: int = 64
    """How many descendants it may have at once, and itself."""

    seconds: float | None = None
    """How long it may run; None if there is no need to say."""

    question: signal.Signals | None = None
    """What it is then sent before it is ended, if it says thereupon what it waits for."""


USUAL = Limits()
"""Many times what an exercise takes."""


class Broken(NamedTuple):
    """A limit that a program has passed."""

    what: str
    """What it did: `printed more than 16 MB`."""
    likely: str

    def of(self, program: str, *lines: str) -> LimitError:
        """The error to raise, with lines that follow."""
        return LimitError(
            "\n".join([f"{program} {self.what}, and was ended.", *lines]), self.likely
        )


class Child:
    """A command that runs from now on, until it ends by itself or has passed a limit."""

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        environment: Mapping[str, str],
        limits: Limits,
        stdin: str = "",
    ) -> None:
        self._limits = limits
        self._mark = uuid4().hex
        self._deadline = time.monotonic() + (limits.seconds or math.inf)
        self.broken: Broken | None = None
        """The limit that it passed, for which it was ended."""
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._known: dict[int, psutil.Process] = {}
        self._foreign = set(psutil.pids())
        self._printed = {"stdout": bytearray(), "stderr": bytearray()}
        with tempfile.TemporaryFile() as given:
            given.write(stdin.encode())
            given.seek(0)
            self._process = subprocess.Popen(
                [str(part) for part in command],
                cwd=folder,
                env={**environment, _MARK: self._mark},
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                process_group=0,
            )
        self._watched = folder / f".child-{self.pid}"
        watcher.watch(self._watched, self.pid)
        self._reader = threading.Thread(target=self._watch, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, a negative signal's number if that ended it; None while it runs."""
        return self._process.poll()

    @property
    def stdout(self) -> str:
        """What it has printed so far."""
        return self._printed["stdout"].decode(errors="replace")

    @property
    def stderr(self) -> str:
        """What it has printed there so far."""
        return self._printed["stderr"].decode(errors="replace")

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code once it has ended; None if it has not within that time."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def terminate(self) -> None:
        """Ask it, by SIGTERM, to end."""
        self._process.terminate()

    def end(self) -> Sequence[str]:
        """End whatever of it still runs; the names of the others that did, in order."""
        if self._over.is_set():
            return ()
        left = [member for member in self.family() if member.pid != self.pid]
        names = tuple(sorted(filter(None, map(_name, left))))
        self._kill()
        self._process.wait()
        self._over.set()
        self._reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()
        watcher.forget(self._watched)
        return names

    # --- the thread ---

    def _watch(self) -> None:
        with selectors.DefaultSelector() as selector:
            for name, stream in (
                ("stdout", self._process.stdout),
                ("stderr", self._process.stderr),
            ):
                selector.register(stream or -1, selectors.EVENT_READ, name)
            next_look = time.monotonic() + _LOOK
            while not self._over.is_set():
                self._read(selector, _LOOK)
                if time.monotonic() > next_look and not self.broken:
                    if self._limits.question and time.monotonic() > self._deadline:
                        self._ask(self._limits.question, selector)
                    self._look()
                    next_look = time.monotonic() + _LOOK
            for _ in range(_ROUNDS):  # what was printed before the end
                self._read(selector, 0)

    def _read(self, selector: selectors.BaseSelector, seconds: float) -> None:
        """Wait that long for something to come, and keep it."""
        if not selector.get_map():  # it has closed both: there is nothing to wait for but its end
            self._over.wait(seconds)
        elif seconds:
            self._over.wait(_PAUSE)  # or each line that it prints would wake this thread
        for key, _ in selector.select(seconds):
            data = os.read(key.fd, _AT_ONCE)
            if not data:
                selector.unregister(key.fileobj)
                continue
            kept = self._printed[key.data]
            kept += data[: self._limits.output - len(kept)]
            if len(kept) >= self._limits.output and not self.broken:
                self._break(
                    f"printed more than {self._limits.output / _MB:g} MB",
                    "a loop without an end prints.",
                )

    def _ask(self, question: signal.Signals, selector: selectors.BaseSelector) -> None:
        """Read what it says, until it has ended, or for a while."""
        self._process.send_signal(question)
        patience = time.monotonic() + _PATIENCE
        while self.code is None and time.monotonic() < patience:
            self._read(selector, _LOOK)

    def _look(self) -> None:
        """Compare what the family takes with the limits."""
        family = self.family()
        if time.monotonic() > self._deadline:
            self._break(
                f"still ran after {self._limits.seconds:g} s",
                "a loop without an end, or an open connection, server or pool keeps it alive.",
            )
        elif len(family) > self._limits.processes:
            self._break(
                f"ran {len(family)} processes at once", "a loop without an end starts processes."
            )
        elif sum(map(_memory, family)) > self._limits.memory:
            self._break(
                f"held more than {self._limits.memory / _MB:g} MB of memory",
                "a list or a map that only grows.",
            )

    def _break(self, broken: str, likely: str) -> None:
        self.broken = Broken(broken, likely)
        self._kill()

    # --- the family ---

    def family(self) -> list[psutil.Process]:
        """It and all that it has started, directly or not, as far as they live.

        Each process that is new on this machine is looked at once.
        """
        with self._lock:
            pids = set(psutil.pids())
            self._foreign &= pids
            for pid in sorted(pids - self._foreign - self._known.keys()):
                with suppress(psutil.NoSuchProcess, ProcessLookupError):  # it has ended meanwhile
                    process = psutil.Process(pid)
                    if self._is_ours(process):
                        self._known[pid] = process
                    else:
                        self._foreign.add(pid)
            self._known = {pid: each for pid, each in self._known.items() if watcher.lives(each)}
            return list(self._known.values())

    def _is_ours(self, process: psutil.Process) -> bool:
        """By its group, its parent, or the mark, which goes with who leaves both."""
        if os.getpgid(process.pid) == self.pid or process.ppid() in self._known:
            return True
        with suppress(psutil.AccessDenied):  # somebody else's
            return process.environ().get(_MARK) == self._mark
        return False

    def _kill(self) -> None:
        """Kill them all, until none is left: what forks may do so once more before it dies."""
        for _ in range(_ROUNDS):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            family = self.family()
            if not family:
                return
            for member in family:
                with suppress(psutil.Error):
                    member.kill()
            watcher.wait_until_ended(family)


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""
