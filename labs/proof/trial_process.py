"""The process in which one unit is judged: `python -m labs.proof.trial_process`.

It reads a Task from stdin, runs the setup cells once, and then forks for each variant, so
that variants cannot disturb one another and one that never ends can be killed. A Reply for
each variant goes to stdout, one a line.
"""

import ast
import asyncio
import gc
import importlib
import inspect
import linecache
import os
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from labs.proof.verdicts import Cell, Reply, Result, Task, Variant, Verdict

Kernels = Sequence[Mapping[str, str]]
"""Programs by name, of one kernel each."""


class Workbook:
    """The code cells of a unit, and a shell that runs them and knows magics, as a kernel does."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # its thread would not survive a fork
        self._shell = InteractiveShell.instance(config=config)
        self._cells = cells
        self._rooms: list[ModuleType] = []

    def prepare(self) -> None:
        """Run the setup cells, and import what graded cells do: once for all forks.

        A room whose checks measure what no answer can change does so in `before_all`, and leaves
        no connection open. Raises RuntimeError, naming the cell, if a setup cell fails; or what
        `before_all` raises.
        """
        for cell in self._cells:
            if cell.setup:
                try:
                    self._execute(cell, cell.source)
                except Exception as error:
                    said = f"{type(error).__name__}: {error}"
                    raise RuntimeError(f"its setup cell {cell.name!r} raised {said}") from error
        for module in sorted(set(_imported(cell.source for cell in self._cells if cell.graded))):
            with suppress(Exception):  # the cell that needs it will say so
                self._rooms.append(importlib.import_module(module))
        for before_all in self.offered("before_all"):
            before_all()
        if "httpx" in sys.modules:  # which loads this with its first client: in each fork, then
            importlib.import_module("httpcore")

    def offered(self, name: str) -> list[Callable[..., Any]]:
        """The functions of this name in what graded cells import."""
        return [getattr(room, name) for room in self._rooms if hasattr(room, name)]

    def results(self, variant: Variant, stderr: IO[bytes]) -> Iterator[Result]:
        """Run the exercises with the answers of the variant: a result for each graded cell.

        `stderr` is the file to which this process writes what goes there.
        """
        for cell in self._wanted(variant.only):
            if cell.graded and variant.until not in (None, cell.name):
                continue
            source = variant.answers.get(cell.name, cell.source)
            result = self._run(cell, source, stderr)
            if cell.graded:
                yield result
                if cell.name == variant.until or (variant.stop_at_first and not result.passed):
                    return

    def _wanted(self, only: str | None) -> Sequence[Cell]:
        return [
            cell
            for cell in self._cells
            if cell.exercise and not cell.setup and only in (None, cell.exercise)
        ]

    def _run(self, cell: Cell, source: str, stderr: IO[bytes]) -> Result:
        stderr.truncate(0)
        error, message = "", ""
        started = time.perf_counter()
        try:
            self._execute(cell, source)
        except BaseException as raised:  # a learner's answer may even call sys.exit
            if isinstance(raised, NameError):
                from labs.judges.unknown_names import unknown_name  # it loads all judges

                raised = unknown_name(raised, source) or raised
            error, message = type(raised).__name__, str(raised)
        seconds = time.perf_counter() - started
        sys.stderr.flush()
        stderr.seek(0)
        if not error and (written := stderr.read()):
            error, message = "stderr", written.decode(errors="replace")
        return Result(
            grade_id=cell.name,
            passed=not error,
            error=error,
            message=message,
            seconds=seconds,
        )

    def _execute(self, cell: Cell, source: str) -> None:
        filename = f"<{cell.name}>"
        source = str(self._shell.transform_cell(source))  # type: ignore[no-untyped-call]
        # No modification time: a judge can show the learner's line, nobody looks for the file.
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        code = compile(source, filename, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(eval(code, self._shell.user_ns))  # noqa: S307
        else:
            exec(code, self._shell.user_ns)  # noqa: S102


def _imported(sources: Iterable[str]) -> Iterator[str]:
    """The modules that these cells import; one with magics tells none."""
    for source in sources:
        with suppress(SyntaxError):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module
                    yield from (f"{node.module}.{alias.name}" for alias in node.names)


def compile_programs(task: Task, beside: Sequence[Callable[..., Kernels]] = ()) -> None:
    """Compile what the variants have written, at one start of each compiler, for all forks.

    What a room's checks compile `beside`, with stand-ins for some of the programs, is compiled,
    too: each of these functions makes more kernels of one.
    """
    if not any("%%program" in cell.source for cell in task.cells):
        return
    from labs.course.cells import program  # late, as it loads what most units do not need
    from labs.languages import programs
    from labs.languages.compiling import compile_together

    # What setup has written comes first: a room may bring programs that belong to no cell.
    kernels = [dict(programs.written()) for _ in task.variants]
    for kernel, variant in zip(kernels, task.variants, strict=True):
        for cell in task.cells:
            kernel.update(program(variant.answers.get(cell.name, cell.source)))
    more = [each for kernel in kernels for make in beside for each in make(kernel)]
    compile_together([*kernels, *more])


def judge_in_fork(workbook: Workbook, variant: Variant) -> Verdict:
    """Judge the variant in a child, which is killed when its time is up."""
    with tempfile.TemporaryFile() as lines, _appending_file() as stderr:
        sys.stdout.flush()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of numpy are idle
            child = os.fork()
        if child == 0:
            _be_child(workbook, variant, lines, stderr)
        status = _wait(child, variant.seconds)
        lines.seek(0)
        results = [Result.model_validate_json(line) for line in lines]
    problem = ""
    if status is None:
        problem = f"still running after {variant.seconds:g} s"
    elif status != 0:
        problem = f"the process died with exit code {os.waitstatus_to_exitcode(status)}"
    return Verdict(name=variant.name, results=results, problem=problem)


def _be_child(workbook: Workbook, variant: Variant, lines: IO[bytes], stderr: IO[bytes]) -> None:
    code = 1
    try:
        os.setpgid(0, 0)
        signal.alarm(int(variant.seconds) + 5)  # should the parent be killed meanwhile
        with Path(os.devnull).open("r+b") as nothing:
            os.dup2(nothing.fileno(), 0)
            os.dup2(nothing.fileno(), 1)
        os.dup2(stderr.fileno(), 2)  # the programs that a cell starts write there, too
        for result in workbook.results(variant, stderr):
            lines.write(result.model_dump_json().encode() + b"\n")
            lines.flush()
        code = 0
    finally:
        os._exit(code)  # what the parent has to do at its end is not the child's


def _wait(child: int, seconds: float) -> int | None:
    """The child's wait status, or None if it had to be killed. Its own children are ended."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < seconds:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _kill(os.killpg, child)
            return status
        time.sleep(min(max(0.001, waited / 50), 0.02))  # a look costs more than it seems
    _kill(os.killpg, child)
    _kill(os.kill, child)
    os.waitpid(child, 0)
    return None


def _kill(kill: Callable[[int, int], None], process: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        kill(process, signal.SIGKILL)


@contextmanager
def _appending_file() -> Iterator[IO[bytes]]:
    """A file that several writers may share, and that can be emptied under them."""
    with tempfile.TemporaryFile("a+b", buffering=0) as file:
        yield file


@contextmanager
def _prints_to_stderr() -> Iterator[None]:
    """What setup cells print must not stand between the replies."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def main() -> None:
    """Judge the task on stdin."""
    task = Task.model_validate_json(sys.stdin.read())
    try:
        with _prints_to_stderr():
            workbook = Workbook(task.cells)
            workbook.prepare()
            compile_programs(task, workbook.offered("compiled_beside"))
        gc.freeze()  # a fork that collects need not look at, nor copy, all that was there before
    except RuntimeError as error:
        print(Reply(failed=str(error)).model_dump_json())
        return
    for variant in task.variants:
        print(Reply(verdict=judge_in_fork(workbook, variant)).model_dump_json(), flush=True)


if __name__ == "__main__":
    main()
