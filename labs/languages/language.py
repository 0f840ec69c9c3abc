"""What all languages have in common: run a program of a cell, and say clearly what came of it.

A language is one class in one file. It says what is particular (`key`, `name`, `recipe`, `find`,
`endings`, `remark`, `stub`, `command`, and where needed `environment`, `furnish`, `build`,
`failure`), and gets the rest.
"""

import json
import linecache
import os
import re
import signal
import subprocess
import textwrap
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, NoReturn

import psutil

from labs.languages import programs
from labs.languages.programs import MAGIC, ProgramError
from labs.parts import Part
from labs.servers import watcher
from labs.servers.server import clean_environment

NOT_WRITTEN = "not written yet"
"""What the stub of an answer throws, in every language."""

_LAST_LINES = 3
_WIDTH = 300


class LanguageError(RuntimeError):
    """A language is not on this machine, or not whole; says what brings it."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return str(self).splitlines()


class NotWrittenError(ProgramError, NotImplementedError):
    """The program is still a stub, or its cell was not run: judges treat both alike."""


@dataclass(frozen=True)
class Ran:
    """A program that ran to its end."""

    program: str
    stdout: str
    stderr: str
    code: int
    """Its exit code."""

    def json(self) -> Any:  # noqa: ANN401
        """What it printed, as JSON; raises ProgramError if it is none."""
        try:
            return json.loads(self.stdout)
        except ValueError as error:
            lines = [f"{self.program} did not print JSON: {error}."]
            lines += _printed_last(self.stdout) or ["It printed nothing."]
            raise_in(self.program, 1, ProgramError("\n".join(lines)))


class Failure(NamedTuple):
    """Why a program failed, as far as it told."""

    what: str = ""
    """The error, such as `TypeError: x is not a function`."""
    trace: str = ""
    """Text that names the place, `/path/to/quote.mjs:12` for example."""


class Language(Part):
    """The runtime of a language, with what its programs may import."""

    endings: ClassVar[Collection[str]]
    """How the names of its programs end: `mjs`, without the dot."""

    remark: ClassVar[str]
    """What begins a remark to the end of the line."""

    stub: ClassVar[str]
    """The statement that stands in a released answer: it throws `not written yet`."""

    @classmethod
    def check(cls) -> None:
        """Raise LanguageError, with the command that brings it, unless it can be used."""
        if cls.find() is None:
            raise LanguageError(
                f"{cls.name}, with the packages that programs here import, is not on this machine: "
                f"run `{cls.install()}` in a terminal, then restart the kernel."
            )

    @classmethod
    @abstractmethod
    def command(cls, program: str) -> Sequence[str | Path]:
        """What runs this program, in the folder of the programs."""

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        """Variables of its own, beside PATH, HOME and the like."""
        return {}

    @classmethod
    def furnish(cls, folder: Path) -> None:
        """Put beside the programs whatever they need."""

    @classmethod
    def build(cls, program: str, folder: Path) -> Failure | None:
        """Make of a program what runs, if that is not the program itself; why not, if it fails."""
        return None

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        """Why a program with this exit code failed, and what of its stderr is for people."""
        return Failure(trace=stderr), stderr

    @classmethod
    def run(
        cls,
        program: str,
        *arguments: object,
        env: Mapping[str, object] | None = None,
        timeout: float = 20,
        stdin: str = "",
    ) -> Ran:
        """Run a program that a `%%program` cell wrote, to its end.

        It gets the arguments, `stdin`, and a clean environment with `env`. Whatever it started
        has ended with it, and all are killed after `timeout` seconds.

        Raises ProgramError if it fails or takes too long, NotWrittenError if it is a stub or was
        never written, LanguageError if the language is not here.
        """
        cls.check()
        if program not in programs.written():
            raise_in(program, 1, _never_written(program))
        folder = programs.folder()
        cls.furnish(folder)
        if refused := cls.build(program, folder):
            _fail(Ran(program, stdout="", stderr="", code=1), refused, folder)
        process = subprocess.Popen(
            [*map(str, cls.command(program)), *map(str, arguments)],
            cwd=folder,
            env={
                **clean_environment(),
                **cls.environment(),
                **{name: str(value) for name, value in (env or {}).items()},
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            process_group=0,
        )
        try:
            stdout, stderr = process.communicate(stdin, timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            raise_in(program, 1, _too_long(program, timeout, _rest(process)))
        finally:
            _kill(process)
        failure, stderr = cls.failure(process.returncode, stderr)
        ran = Ran(program, stdout, stderr, process.returncode)
        if ran.code:
            _fail(ran, failure, folder)
        return ran


def _kill(process: subprocess.Popen[str]) -> None:
    """End it and whatever it started."""
    if process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            watcher.kill_tree(psutil.Process(process.pid))
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _rest(process: subprocess.Popen[str]) -> str:
    """What a killed program printed; nothing if somebody who got away holds its output."""
    try:
        return process.communicate(timeout=2)[0]
    except subprocess.TimeoutExpired:
        return ""


def _never_written(program: str) -> ProgramError:
    known = ", ".join(programs.written()) or "none"
    return NotWrittenError(
        f"There is no program {program}: its cell was not run, or not since the kernel's restart.\n"
        f"What to do: run the cell that begins with {MAGIC} {program}. There are: {known}."
    )


def _too_long(program: str, seconds: float, stdout: str) -> ProgramError:
    lines = [
        f"{program} still ran after {seconds:g} s, and was ended.",
        "Likely: a loop without an end, or an open connection or pool, which keeps it alive: "
        "close it.",
    ]
    return ProgramError("\n".join([*lines, *_printed_last(stdout)]))


def _fail(ran: Ran, failure: Failure, folder: Path) -> NoReturn:
    """Raise what a failed program's end means, placed in the learner's line if that is known."""
    what = failure.what or _ending(ran.code)
    what = textwrap.shorten(_without(folder, what), _WIDTH, placeholder=" …")
    kind = NotWrittenError if what.endswith(f": {NOT_WRITTEN}") else ProgramError
    lines = [f"{ran.program} failed: {what}"]
    place = re.search(rf"{re.escape(str(folder))}/([\w.-]+):(\d+)", failure.trace)
    name, line = (place[1], int(place[2])) if place else (ran.program, 1)
    if source := programs.line(name, line) if place else "":
        where = f"line {line} of the cell" + ("" if name == ran.program else f" {name}")
        lines.append(f"  {where}: {textwrap.shorten(source, _WIDTH, placeholder=' …')}")
    last = ran.stdout if failure.what else ran.stderr or ran.stdout
    raise_in(name, line, kind("\n".join([*lines, *_printed_last(last)])))


def raise_in(program: str, line: int, error: ProgramError) -> NoReturn:
    """Raise the error from a line of the program, as a template engine does from its template:
    the last step of the traceback is then the learner's own, for a judge to show.
    """
    source = f"{MAGIC} {program}{programs.written().get(program, '')}"
    file = f"<{program}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    code = compile("\n" * (line - 1) + "raise error", file, "exec")
    exec(code, {"__name__": program, "error": error})  # noqa: S102
    raise error  # not reached: the line above has raised it


def _ending(code: int) -> str:
    if code < 0:
        return f"it was killed by {signal.Signals(-code).name}"
    return f"it stopped with exit code {code}"


def _without(folder: Path, text: str) -> str:
    """Paths from the programs' folder on: nobody else's machine has that folder."""
    return text.replace(f"file://{folder}/", "").replace(f"{folder}/", "")


def _printed_last(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][-_LAST_LINES:]
    return ["What it printed last:", *(f"    {line[:_WIDTH]}" for line in lines)] if lines else []
