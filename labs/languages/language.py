"""What all languages have in common: run or serve a program of a cell, and say what came of it.

A language is one class in one file. It says what is particular (`key`, `name`, `recipe`, `runtime`
and `least`, `endings`, `remark`, `stub`, `command`, and where needed `furnish`, `failure`, `hints`,
`serving`, `question` and `hung`), and gets the rest; where one program is not all that it takes,
also `find`, `version`, `lacks`, `environment`, `verify`. One that has a compiler is a
`CompiledLanguage`.
"""

import signal
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, NoReturn

from labs.languages import programs
from labs.languages.child import USUAL, Child, Limits
from labs.languages.errors import LanguageError, NotWrittenError, ProgramError
from labs.languages.ran import Ran, printed_last
from labs.languages.served import Served, Serving
from labs.languages.telling import NOT_WRITTEN, Failure, fail
from labs.parts import InstallError, Part
from labs.parts.program import Program, Version, dotted
from labs.servers.server import clean_environment


class Language(Part):
    """The runtime of a language, with what its programs may import."""

    runtime: ClassVar[Program]
    """The program that runs it, or compiles it."""

    least: ClassVar[Version]
    """The version of that from which on it will do."""

    endings: ClassVar[Collection[str]]
    """How the names of its programs end: `mjs`, without the dot."""

    remark: ClassVar[str]
    """What begins a remark to the end of the line."""

    stub: ClassVar[str]
    """The statement that stands in a released answer: it throws `not written yet`."""

    hints: ClassVar[Mapping[str, str]] = {}
    """What errors mean in plain words, by a regular expression for the error's own words."""

    question: ClassVar[signal.Signals | None] = None
    """The signal at which a program says what it waits for, and ends, if it knows one."""

    @classmethod
    def check(cls) -> None:
        """Raise LanguageError, with the command that brings it, unless it can be used."""
        if cls.find() is None:
            raise LanguageError(
                f"{cls.lacks()}: run `{cls.install()}` in a terminal, then restart the kernel."
            )

    @classmethod
    def find(cls) -> Path | None:
        return cls.runtime.find(cls.least)

    @classmethod
    def version(cls) -> str:
        program = cls.runtime.find(cls.least)
        return dotted(cls.runtime.version(program)) if program else ""

    @classmethod
    def lacks(cls) -> str:
        """What is not here, or too old, if `find` finds nothing."""
        return cls.runtime.lacks(cls.least)

    @classmethod
    def verify(cls, program: Path) -> None:
        if cls.runtime.version(program) < cls.least:
            raise InstallError(
                f"What was fetched is no {cls.runtime.name} {dotted(cls.least)}, or does not run "
                f"here.\nWhat to do, whichever suits you:\n{cls.runtime.elsewhere}"
            )

    @classmethod
    @abstractmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        """What runs this program, which is ready in the folder `place`."""

    @classmethod
    def serving(cls, program: str, place: Path, port: int) -> Sequence[str | Path]:
        """What has it serve at that port, which it also gets in the variable PORT."""
        return cls.command(program, place)

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        """Variables of its own, beside PATH, HOME and the like."""
        program = cls.find()
        return cls.runtime.environment(program) if program else {}

    @classmethod
    def furnish(cls, folder: Path) -> None:
        """Put beside the programs whatever they need."""

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        """Why a program with this exit code failed, and what of its stderr is for people."""
        return Failure(trace=stderr), stderr

    @classmethod
    def hung(cls, stderr: str) -> str:
        """What went wrong, as stderr tells it, in a program that was asked for what it waits, its
        time being over; empty if there is no more to say than that it took too long."""
        return ""

    # --- what all of them do ---

    @classmethod
    def run(
        cls,
        program: str,
        *arguments: object,
        env: Mapping[str, object] | None = None,
        timeout: float = 20,
        stdin: str = "",
        limits: Limits = USUAL,
    ) -> Ran:
        """Run a program that a `%%program` cell wrote, to its end.

        It gets the arguments, `stdin`, and a clean environment with `env`. Whatever it started
        has ended with it, and all are killed after `timeout` seconds.

        Raises ProgramError if it fails, CompileError if it does not compile, LimitError if it
        takes too long or passes a limit, NotWrittenError if it is a stub or was never written,
        LanguageError if the language is not here.
        """
        command = [*cls.command(program, cls.ready(program)), *map(str, arguments)]
        limits = replace(limits, seconds=timeout, question=cls.question)
        child = Child(command, programs.folder(), cls.variables(env), limits, stdin)
        try:
            code = child.wait() or 0
        finally:  # an interrupt, too, leaves nothing behind
            child.end()
        if child.broken:
            if said := cls.hung(child.stderr):
                cls.fail(Ran(program, child.stdout, said, code))
            lines = printed_last(child.stdout)
            programs.raise_in(program, 1, child.broken.of(program, *lines))
        ran = Ran(program, child.stdout, child.stderr, code)
        if code:
            cls.fail(ran)
        return replace(ran, stderr=cls.failure(code, ran.stderr)[1])

    @classmethod
    def serve(
        cls,
        program: str,
        *arguments: object,
        env: Mapping[str, object] | None = None,
        ready: float = 20,
        limits: Limits = USUAL,
    ) -> Served:
        """Have a program that a `%%program` cell wrote serve at a free port, which it gets in the
        variable PORT, until the block or the kernel ends, or `stop` is called.

        Returns once it listens there. Raises what `run` raises if it ends before; NeverListensError
        after `ready` seconds, WrongPortError if it listens elsewhere.
        """
        place = cls.ready(program)
        cls.look_for_stub(program)  # it may answer to a request alone
        return Serving(
            program,
            lambda port: [*cls.serving(program, place, port), *map(str, arguments)],
            programs.folder(),
            cls.variables(env),
            limits,
            cls.fail,
        ).start(ready)

    @classmethod
    def ready(cls, program: str) -> Path:
        """The folder that has the program ready to be run, and all that it needs.

        Raises NotWrittenError if it was never written, LanguageError if the language is not here.
        """
        cls.check()
        if program not in programs.written():
            programs.raise_in(program, 1, _never_written(program))
        folder = programs.folder()
        cls.furnish(folder)
        return folder

    @classmethod
    def look_for_stub(cls, program: str) -> None:
        """Raise NotWrittenError if a stub stands in it."""
        for number, line in enumerate(programs.written()[program].splitlines(), 1):
            if line.strip() == cls.stub:
                told = f"{program} has a part that is {NOT_WRITTEN}.\n  line {number} of the cell"
                programs.raise_in(program, number, NotWrittenError(f"{told}: {cls.stub}"))

    @classmethod
    def fail(cls, ran: Ran) -> NoReturn:
        """Raise what the end of a program means that has failed."""
        failure, stderr = cls.failure(ran.code, ran.stderr)
        fail(replace(ran, stderr=stderr), failure, cls.hints)

    @classmethod
    def variables(cls, env: Mapping[str, object] | None = None) -> dict[str, str]:
        """All that a program of this language finds in its environment, `env` among it."""
        given = {name: str(value) for name, value in (env or {}).items()}
        return {**clean_environment(), **cls.environment(), **given}


def _never_written(program: str) -> ProgramError:
    known = ", ".join(programs.written()) or "none"
    return NotWrittenError(
        f"There is no program {program}: its cell was not run, or not since the kernel's restart.\n"
        f"What to do: run the cell that begins with {programs.MAGIC} {program}. "
        f"There are: {known}."
    )
