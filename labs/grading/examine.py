"""Run one submission: a function of values to a value, in a sandbox of its own."""

import json
import secrets
import select
import shutil
import socket
import subprocess
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from labs.grading import sandbox
from labs.grading.inside.channel import ChannelError, receive, send
from labs.grading.work import CellRun, Examined, Work

_GRACE = 2.0
"""Seconds that an interrupted cell has to end."""

_START = 60.0
_MOST_LOOKS = 4_096
"""Bytes that are read at a time of what the kernel says of looks at it."""
_MOST_SAID = 40
"""Of so many remarks on one cell a teacher is told."""
_TIMEOUT = "CellTimeoutError"


class Warm:
    """A warm kernel in a sandbox, and what it has run already. One submission at a time."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.folder = sandbox.FOLDER
        if kind == sandbox.PROCESS:
            self.folder = Path(tempfile.mkdtemp(prefix="labs-grade-"))
        self._branches: dict[tuple[tuple[str, ...], ...], _Branch] = {}
        self._growing: dict[tuple[tuple[str, ...], ...], Lock] = {}
        control, theirs = socket.socketpair()
        control.settimeout(_START)
        self._root = _Branch(control, (), "")
        arguments, environment = sandbox.command(kind, theirs.fileno(), self.folder)
        with theirs, tempfile.TemporaryFile() as said:
            self._process = subprocess.Popen(
                arguments,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=None if kind == sandbox.BUBBLEWRAP else self.folder,
            )
            theirs.close()  # or its end would never be noticed
            try:
                receive(control)
            except (ChannelError, TimeoutError) as error:
                self.close()
                said.seek(0)
                why = said.read().decode(errors="replace").strip()
                raise sandbox.SandboxError(f"The kernel did not start: {why}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the kernel, and with it all that it was forked into."""
        self._root.control.close()
        self._process.kill()
        self._process.wait()
        for branch in list(self._branches.values()):
            branch.control.close()
        if self.kind == sandbox.PROCESS:
            shutil.rmtree(self.folder, ignore_errors=True)

    def branch(self, work: Work) -> "_Branch":
        """The kernel from which this work goes on: as far as it is what everybody has."""
        key = work.shared, work.modules
        with self._growing.setdefault(key, Lock()):
            if key not in self._branches:
                self._branches[key] = self._grow(work)
        branch = self._branches[key]
        if work.cells[: len(branch.runs)] == work.shared[: len(branch.runs)]:
            return branch
        return self._root

    def _grow(self, work: Work) -> "_Branch":
        base = self._branches.get((work.shared, ()), self._root)  # the rehearsal's is further
        seconds = work.limits.cell_seconds if work.limits.cell_seconds > 0 else None
        cells = () if base.reason else work.shared[len(base.runs) :]
        mine, theirs = socket.socketpair()
        try:
            base.ask({"do": "branch"}, [theirs])
            send(mine, {"cells": cells, "modules": work.modules, "seconds": seconds})
            mine.settimeout(seconds and _START + seconds * len(cells))
            told = receive(mine)
        except OSError:
            mine.close()
            raise
        runs = tuple(_run(run) for run in told["done"])
        reason = f"{base.reason} {told['reason']} {told['imported']}".strip()
        return _Branch(mine, (*base.runs, *runs), reason)

    @contextmanager
    def room(self, branch: "_Branch", work: Work) -> "Iterator[_Room]":
        limits = work.limits
        cells, their_cells = socket.socketpair()
        orders, their_orders = socket.socketpair()
        looks, their_looks = socket.socketpair()
        asked: dict[str, Any] = {
            "do": "room",
            "folder": str(self.folder),
            "isolated": self.kind == sandbox.BUBBLEWRAP,
            "visible": list(map(str, sandbox.visible())),
            "modules": work.modules,
            "disk": limits.disk,
            "memory": limits.memory,
            "processes": limits.processes,
            "limits": {
                "NOFILE": limits.files,
                "FSIZE": limits.disk,
                "CORE": 0,
            },
        }
        with cells, orders, looks:
            branch.ask(asked, [their_cells, their_orders, their_looks])
            room = _Room(cells, orders, looks)
            send(cells, {"files": {n: b64encode(c).decode() for n, c in work.files.items()}})
            try:
                yield room
            finally:
                with suppress(OSError):
                    send(orders, {"do": "end"})
                    orders.settimeout(_START)
                    while orders.recv(4_096):
                        pass


class _Branch:
    """A kernel to fork from, and what it has run."""

    def __init__(self, control: socket.socket, runs: tuple[CellRun, ...], reason: str) -> None:
        self.control = control
        self.runs = runs
        self.reason = reason
        """Why it stopped before the end of what all share; empty if it did not."""
        self._one_at_a_time = Lock()

    def ask(self, asked: dict[str, Any], sockets: list[socket.socket]) -> None:
        """Ask for a fork that is served on these sockets."""
        body, numbers = json.dumps(asked).encode(), [each.fileno() for each in sockets]
        with self._one_at_a_time:
            try:
                socket.send_fds(self.control, [body], numbers)
            finally:
                for each in sockets:
                    each.close()
            receive(self.control)


class EndedError(RuntimeError):
    """The kernel of a submission has ended; the message says how."""


class _Room:
    """The grader's end of a submission's kernel."""

    def __init__(self, cells: socket.socket, orders: socket.socket, looks: socket.socket) -> None:
        self._cells = cells
        self._orders = orders
        self._looks = looks

    def run(self, source: str, seconds: float, *, is_test: bool) -> tuple[CellRun, bool, list[str]]:
        """Run a cell; whether it asked for the kernel's end, and what the kernel has to say of
        the submission, come with what it showed.

        Raises:
            EndedError: the kernel ended, or did not stop in time.
            ForgedError: somebody else wrote on the channel.
        """
        token = secrets.token_hex(16)
        try:
            send(self._cells, {"source": source, "token": token, "test": is_test})
            late = not self._answered(seconds if seconds > 0 else None)
            if late:
                send(self._orders, {"do": "interrupt"})
                if not self._answered(_GRACE):
                    raise EndedError(
                        f"ran for more than {seconds:g} s and could not be interrupted"
                    )
            self._cells.settimeout(_START)
            reply = receive(self._cells)
        except (ChannelError, OSError) as error:
            raise EndedError(self._how_it_ended()) from error
        if reply.get("token") != token:
            raise ForgedError("It wrote on the grader's own channel.")
        run = _run(reply)
        if late:
            run = _timed_out(run)
        return run, bool(reply["exiting"]), [str(what) for what in reply["said"]]

    def seen(self, *, alive: bool) -> list[str]:
        """What the kernel has said past the cells' channel, since the last time."""
        self._looks.setblocking(False)
        try:
            told = self._looks.recv(_MOST_LOOKS)
        except BlockingIOError:
            return []
        except ConnectionError:
            told = b""
        if alive and not told:
            return ["it closed the grader's own channel"]
        return told.decode(errors="replace").splitlines()

    def modules(self) -> tuple[str, ...]:
        """What the kernel has imported, in order."""
        send(self._cells, {"modules": True})
        return tuple(map(str, receive(self._cells)["modules"]))

    def _answered(self, seconds: float | None) -> bool:
        ready, _, _ = select.select([self._cells], [], [], seconds)
        return bool(ready)

    def _how_it_ended(self) -> str:
        self._orders.settimeout(5)
        try:
            ended = str(receive(self._orders)["ended"])
        except (ChannelError, OSError, KeyError):
            return "ended the kernel"
        if ended in {"memory", "processes"}:
            return f"used more {ended} than {'is' if ended == 'memory' else 'are'} allowed"
        return f"ended the kernel ({ended})"


class ForgedError(RuntimeError):
    """A message on the channel that the kernel did not send."""


def examine(work: Work, warm: Warm) -> Examined:
    """Run all cells of the work; what breaks the kernel costs that cell alone."""
    began = time.perf_counter()
    branch = warm.branch(work)
    prepared = time.perf_counter()
    examination = _Examination(work, branch, prepared + work.limits.seconds)
    while not examination.ended:
        with warm.room(branch, work) as room:
            examination.run_in(room)
    own = time.perf_counter() - prepared
    runs = tuple(examination.runs.get(i, _not_run()) for i in range(len(work.cells)))
    tests = sum(runs[i].seconds for i in work.tests)
    cells = sum(run.seconds for run in runs) - tests
    seconds = {"shared cells": prepared - began, "cells": cells, "tests": tests}
    return Examined(
        work.student,
        work.notebook,
        runs,
        tuple(examination.flags),
        {**seconds, "sandbox": own - cells - tests},
        warm.kind,
        examination.modules,
    )


class _Examination:
    """A submission on its way through its cells, over as many rooms as it breaks."""

    def __init__(self, work: Work, branch: _Branch, deadline: float) -> None:
        self._work = work
        self._first = len(branch.runs)
        self._deadline = deadline
        self._broken: set[int] = set()
        self.runs = dict(enumerate(branch.runs))
        self.flags: list[str] = []
        self.modules: tuple[str, ...] = ()
        self.ended = False

    def run_in(self, room: _Room) -> None:
        """Run the cells, without those that broke a room before; what they showed first counts."""
        for index in range(self._first, len(self._work.cells)):
            if index in self._broken:
                continue
            left = self._deadline - time.perf_counter()
            if left <= 0:
                self.flags.append(f"It took more than {self._work.limits.seconds:g} s in all.")
                break
            try:
                self._run(index, room, left)
            except EndedError as error:
                self._flag(room.seen(alive=False))
                self._broken.add(index)
                self.runs.setdefault(index, _failed("DeadKernelError", str(error)))
                self.flags.append(f"Code cell {index + 1} {error}.")
                return
            except ForgedError as error:
                self._flag(room.seen(alive=False))
                self.flags.append(str(error))
                for other in range(index, len(self._work.cells)):
                    self.runs[other] = _failed("ForgedError", str(error))
                break
        else:
            if self._work.rehearsal:
                self.modules = room.modules()
        self.ended = True

    def _run(self, index: int, room: _Room, left: float) -> None:
        seconds = self._work.limits.cell_seconds
        seconds = min(seconds, left) if seconds > 0 else left
        run, exiting, said = room.run(
            self._work.cells[index], seconds, is_test=index in self._work.tests
        )
        self._flag([*said, *room.seen(alive=True)])
        if exiting and index not in self.runs:
            self.flags.append(f"Code cell {index + 1} called exit().")
        self.runs.setdefault(index, run)

    def _flag(self, said: Iterable[str]) -> None:
        for what in islice(said, _MOST_SAID):
            flag = f"{what[:1].upper()}{what[1:]}."
            if flag not in self.flags:
                self.flags.append(flag)


def _run(told: dict[str, Any]) -> CellRun:
    return CellRun(tuple(told["outputs"]), told["count"], float(told.get("seconds", 0)))


def _failed(name: str, why: str) -> CellRun:
    error = {"output_type": "error", "ename": name, "evalue": why, "traceback": [f"{name}: {why}"]}
    return CellRun((error,), None, 0)


def _not_run() -> CellRun:
    return _failed("NotRunError", "There was no time left to run this cell.")


def _timed_out(run: CellRun) -> CellRun:
    said = f"{_TIMEOUT}: No reply from kernel before timeout"
    error = {"output_type": "error", "ename": _TIMEOUT, "evalue": "", "traceback": [said]}
    kept = tuple(o for o in run.outputs if o.get("ename") != "KeyboardInterrupt")
    return CellRun((*kept, error), run.number, run.seconds)
