"""Programs in Go, built of the modules that a go.mod names; go.sum holds their checksums."""

import hashlib
import re
import shutil
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from labs.parts.commands import run
from labs.parts.program import Program, Version, dotted
from labs.parts.progress import progress
from labs.parts.recipe import Unpacked, Verify, programs
from labs.parts.wheel import LOCKS, Wheel

_USUAL = Path("/usr/local/go/bin/go")


def _places() -> Sequence[Path]:
    """PATH's, that of the usual place, and the wheel's: its script on PATH is a wrapper."""
    on_path, wheel = shutil.which("go"), find_spec("go")
    places = [Path(on_path)] if on_path else []
    places.append(_USUAL)
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).parent / "bin" / "go")
    return places


GO = Program(
    "Go",
    _places,
    ["version"],
    r"go([\d.]+)",
    recipe=Wheel(LOCKS / "go.lock"),
    elsewhere="""\
  brew install go                      on macOS
  conda install -c conda-forge go      in a conda environment
  or Go from its makers, with its bin folder on PATH""",
)
"""Go itself: `go`."""

ALONE = {"CGO_ENABLED": "0", "GOWORK": "off", "GOTOOLCHAIN": "local"}
"""What keeps Go to itself: no C compiler, no workspace of the user's, and no other Go, which would
be fetched where no checksum of ours is."""


@dataclass(frozen=True)
class GoLibrary(Unpacked):
    """Packages of Go's own library, compiled once: half a minute that programs then do not take."""

    least: Version
    packages: Sequence[str]
    flags: Sequence[str]
    """The flags of later builds: with others, Go would compile the packages anew."""

    program: str = "README"
    """Go puts it into each folder of compiled packages."""

    @property
    def says(self) -> str:
        return (
            "Compiling Go's library with Go, which pip brings if this machine has none: half a "
            "minute, 90 MB on disk, and up to 250 for Go …"
        )

    def home(self) -> Path:
        go = GO.find(self.least)
        version = dotted(GO.version(go)) if go else "none"
        made_of = "\0".join([*self.packages, *self.flags])
        return programs() / f"go-{version}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"

    def bring(self, verify: Verify) -> None:
        """See Recipe. Go stays: programs are built by it."""
        GO.bring(self.least)
        super().bring(verify)

    def fill(self, draft: Path) -> None:
        go = GO.bring(self.least)
        run([go, "build", *self.flags, *self.packages], cwd=draft, env=self.variables(draft))

    def variables(self, home: Path) -> Mapping[str, str]:
        """What Go needs to compile into that folder, and to find what is compiled there."""
        alone = {"GOENV": "off", "GOFLAGS": "", "GOPROXY": "off"}
        return {**ALONE, **alone, "GOCACHE": str(home)}


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
    def least(self) -> Version:
        """The version of Go that go.mod asks for."""
        (asked,) = re.findall(r"^go ([\d.]+)$", self._mod(), re.MULTILINE)
        return tuple(map(int, asked.split(".")))

    def module_version(self) -> str:
        """The version of the module that the command is of, such as `2.5.0`."""
        required: list[tuple[str, str]] = re.findall(
            r"^\s*(?:require )?(\S+) v(\S+)", self._mod(), re.MULTILINE
        )
        return next(version for module, version in required if self.package.startswith(module))

    def bring(self, verify: Verify) -> None:
        """See Recipe. Go itself is no longer needed afterwards."""
        if self.found() is None:
            GO.bring(self.least)
        super().bring(verify)

    def fill(self, draft: Path) -> None:
        go = GO.bring(self.least)
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

            run([go, "list", "-deps", self.package], count, cwd=self.folder, env=ALONE)
            shown.update(task, description="Compiling", total=packages)
            build = ("build", "-v", "-trimpath", "-ldflags=-s -w", "-o", draft / self.program)
            run([go, *build, self.package], compiled, cwd=self.folder, env=ALONE)

    def _mod(self) -> str:
        return (self.folder / "go.mod").read_text(encoding="utf-8")
