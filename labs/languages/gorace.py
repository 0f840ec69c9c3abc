"""Go under its race detector: the programs of Go, which fail if two goroutines race.

It runs on Linux and on macOS. The detector sees what happens in a run: accesses that no lock or
channel orders, whether they meet or not.
"""

import re
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from labs.languages import programs
from labs.languages.compiling import Draft
from labs.languages.go import Go
from labs.languages.telling import Failure
from labs.parts import InstallError
from labs.parts.go import GO
from labs.parts.gorace import COMPILER, GoRaceLibrary, c_compiler, needs_c
from labs.parts.program import Program

_PACKAGES = (*Go.recipe.packages, "runtime/race")
_FLAGS = (*Go.recipe.flags, "-race", "-tags=netgo,osusergo")  # or net, too, would be written in C
_DETECTED = 66
"""The exit code of a program in which it detected a race."""
_ACCESS = re.compile(
    r"^(?P<what>Read|Write|Previous read|Previous write) at .*\n(?P<stack>(?:.+\n)+)", re.MULTILINE
)
_TOLD = {
    "Read": "read",
    "Write": "written",
    "Previous read": "read before",
    "Previous write": "written before",
}
_FRAME = re.compile(r"^\s+(?:\S*/)?(?P<name>[\w-]+\.go):(?P<line>\d+)", re.MULTILINE)

_STACK = re.compile(r"^goroutine .*(?:\n.+)*", re.MULTILINE)
_ASLEEP = re.compile(
    r"^goroutine .*\[(?:chan (?:send|receive)|select \(no cases\)|sync\.|semacquire)"
)
_OF_A_PROGRAM = re.compile(r"^(?!runtime\.|goroutine |created by )\w", re.MULTILINE)
"""A function in a stack; goroutines of the runtime's own have no such."""

_RACES = """package main

func main() {
	seats, done := 0, make(chan bool)
	go func() { seats++; done <- true }()
	seats++
	<-done
}
"""


class GoRace(Go):
    """Programs in Go, run under Go's race detector."""

    key: ClassVar[str] = "gorace"
    name = "Go's race detector"
    runtime: ClassVar[Program] = GO
    recipe: ClassVar[GoRaceLibrary] = GoRaceLibrary(Go.least, _PACKAGES, _FLAGS)
    question: ClassVar[signal.Signals | None] = signal.SIGQUIT
    hints: ClassVar[Mapping[str, str]] = {
        "^DATA RACE": (
            "two goroutines use the same variable and nothing orders them: "
            "give it a mutex, or hand it over in a channel."
        ),
        **Go.hints,
    }

    @classmethod
    def find(cls) -> Path | None:
        """Go, if its library was compiled for the detector, and a C compiler is here."""
        return super().find() if c_compiler() or not needs_c() else None

    @classmethod
    def lacks(cls) -> str:
        if cls.runtime.find(cls.least) is None:
            return super().lacks()
        if needs_c() and not c_compiler():
            return "Go is here, but no C compiler, which its race detector needs"
        return "Go is here, but its library is not compiled for the race detector yet"

    @classmethod
    def verify(cls, program: Path) -> None:
        """Have it detect a race: not every system lays out memory as the detector needs it."""
        with tempfile.TemporaryDirectory() as folder:
            draft = Draft(Path(folder).resolve(), "races.go")
            draft.source.write_text(_RACES, encoding="utf-8")
            said = cls.build(draft, program.parent)
            if not said:
                command = cls.command(draft.program, draft.folder)
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                said = "" if done.returncode == _DETECTED else done.stderr or "It finds no race."
        if said:
            raise InstallError(
                f"{said.rstrip()}\nGo's race detector does not run here.\n"
                f"What to do, if it is the C compiler that fails:\n{COMPILER.elsewhere}"
            )

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        """The first race ends a program: one that serves would not tell it otherwise. At its end
        the detector waits for what other goroutines still do; it would for a second."""
        return {**super().environment(), "GORACE": "halt_on_error=1 atexit_sleep_ms=100"}

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        accesses = list(_ACCESS.finditer(stderr)) if code == _DETECTED else []
        if len(accesses) < 2:
            return super().failure(code, stderr)
        now, before = accesses[:2]
        return Failure(
            f"DATA RACE: {_told(now)}, {_told(before)}", now["stack"] + before["stack"]
        ), stderr

    @classmethod
    def hung(cls, stderr: str) -> str:
        """A deadlock, told as Go does: what is written in C keeps Go itself from seeing it."""
        stacks = [stack for stack in _STACK.findall(stderr) if _OF_A_PROGRAM.search(stack)]
        if stacks and all(map(_ASLEEP.match, stacks)):
            return "\n\n".join(["fatal error: all goroutines are asleep - deadlock!", *stacks])
        return ""


def _told(access: re.Match[str]) -> str:
    """Such as `read in pool.go:12`; without a place if no line of the learner's is known."""
    frames = (frame for frame in _FRAME.finditer(access["stack"]))
    own = next((frame for frame in frames if frame["name"] in programs.written()), None)
    where = f" in {own['name']}:{own['line']}" if own else ""
    return _TOLD[access["what"]] + where
