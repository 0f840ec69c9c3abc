"""Go's library under its race detector, and the C compiler that this takes, but on macOS."""

import os
import platform
import shlex
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from labs.parts.go import GoLibrary
from labs.parts.program import Program
from labs.parts.recipe import Verify
from labs.parts.wheel import LOCKS, Wheel

_ZIG = Wheel(LOCKS / "zig.lock")
_ELSEWHERE = """\
  apt install gcc libc6-dev            on Debian and Ubuntu
  dnf install gcc                      on Fedora
  conda install -c conda-forge gcc     in a conda environment"""


def _on_path() -> Sequence[Path]:
    return [Path(found) for name in ("cc", "gcc", "clang") if (found := shutil.which(name))]


def _in_wheel() -> Sequence[Path]:
    wheel = find_spec("ziglang")
    return [Path(wheel.origin).parent / "zig"] if wheel and wheel.origin else []


COMPILER = Program(
    "C compiler",
    _on_path,
    ["-x", "c", "-E", "-dM", "-include", "stdlib.h", "/dev/null"],  # one without headers fails
    r'^#define __VERSION__ "\D*([\d.]+\d)',
    recipe=_ZIG,
    elsewhere=_ELSEWHERE,
)
"""The system's."""

ZIG = Program("Zig", _in_wheel, ["version"], r"^([\d.]+\d)", recipe=_ZIG, elsewhere=_ELSEWHERE)
"""What a wheel brings: `zig cc` compiles C, with headers of its own."""


def c_compiler() -> str:
    """The command that compiles C, as the variable CC holds it; empty if there is none."""
    if system := COMPILER.find((1,)):
        return shlex.quote(str(system))
    zig = ZIG.find((0,))
    return f"{shlex.quote(str(zig))} cc" if zig else ""


def needs_c() -> bool:
    """Whether Go asks for C here: of all systems, macOS alone can do without."""
    return platform.system() != "Darwin"


@dataclass(frozen=True)
class GoRaceLibrary(GoLibrary):
    """The same packages, compiled so that they tell each access to memory."""

    @property
    def says(self) -> str:
        return (
            "Compiling Go's library with Go's race detector: half a minute, 150 MB on disk. Where "
            "this machine has no Go or no C compiler, pip brings them: up to 250 MB for Go, 440 "
            "for Zig, which compiles C …"
        )

    def variables(self, home: Path) -> Mapping[str, str]:
        usual = super().variables(home)
        if not needs_c():
            return usual
        own = os.access(home, os.W_OK)  # in a sandbox it is not: Zig then takes HOME
        zigs = ("ZIG_GLOBAL_CACHE_DIR", "ZIG_LOCAL_CACHE_DIR") if own else ()
        caches = dict.fromkeys(zigs, str(home / "zig"))
        return {**usual, **caches, "CGO_ENABLED": "1", "CC": c_compiler()}

    def bring(self, verify: Verify) -> None:
        """See Recipe. The compiler stays, too: Go asks for it at each build."""
        if needs_c() and not c_compiler():
            ZIG.bring((0,))
        super().bring(verify)
