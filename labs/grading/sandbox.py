"""The outer walls: bubblewrap around the warm kernel, or a plain process with limits.

Inside there are the system's programs, this Python and the course's library, all read-only, an
empty folder, and no network; no home, no course, no gradebook.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs

import labs
from labs.machine import bubblewrap
from labs.parts.wheel import LOCKS
from labs.settings import Settings

FOLDER = Path("/submission")
"""Where a submission lies in its sandbox."""

_SCRATCH = Path("/tmp")

BUBBLEWRAP, PROCESS = "bubblewrap", "process"

why_no_bubblewrap = bubblewrap.why_no_bubblewrap

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt")
_CONFIGURATION = (
    "alternatives", "fonts", "group", "hosts", "java-*", "ld.so.cache", "ld.so.conf",
    "ld.so.conf.d", "localtime", "mime.types", "mysql", "nsswitch.conf", "passwd", "ssl",
)  # fmt: skip
_VARIABLES = ("LANG", "LC_ALL", "TZ", "LABS_TEST", "LABS_REQUIRE_ALL", "PYTHONHASHSEED")


class SandboxError(RuntimeError):
    """A sandbox that was asked for cannot be had; the message says what to do."""


def kind_of(wanted: str) -> str:
    """The kind of sandbox for `auto`, `required` or `off`.

    Raises:
        SandboxError: it is required, and there is none.
    """
    if wanted == "off":
        return PROCESS
    why = why_no_bubblewrap()
    if not why:
        return BUBBLEWRAP
    if wanted == "required":
        raise SandboxError(why)
    return PROCESS


def command(kind: str, control: int, folder: Path) -> tuple[list[str], dict[str, str]]:
    """How to start the warm kernel in a sandbox of this kind, and its environment."""
    inside = [sys.executable, "-m", "labs.grading.inside.warm", str(control)]
    if kind == PROCESS:
        return inside, _environment(folder)
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(why_no_bubblewrap())
    return [*_walls(program), "--chdir", str(FOLDER), "--", *inside], _environment(_SCRATCH)


def _walls(program: str) -> list[str]:
    walls = [*bubblewrap.walls(program), "--tmpfs", "/tmp", "--tmpfs", str(FOLDER)]
    for path in visible():
        if path.is_symlink():
            walls += ["--symlink", str(path.readlink()), str(path)]
        else:
            walls += ["--ro-bind", str(path), str(path)]
    return [*walls, "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"]


def visible() -> Iterator[Path]:
    """What may be read in the sandbox."""
    yield from (path for path in map(Path, _SYSTEM) if path.exists() or path.is_symlink())
    for pattern in _CONFIGURATION:
        yield from sorted(Path("/etc").glob(pattern))
    package = Path(labs.__file__).resolve().parent
    own = [Path(sys.base_prefix), Path(sys.prefix), package, package.parent / "data"]
    own += [LOCKS, Settings().programs, _cache()]
    for path in own:
        if path.exists() and not path.is_relative_to("/usr"):
            yield path.resolve()


def _cache() -> Path:
    return platformdirs.user_cache_path("flytower-labs")


def _environment(home: Path) -> dict[str, str]:
    programs = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    return {
        **{name: os.environ[name] for name in _VARIABLES if name in os.environ},
        "HOME": str(home),
        "LABS_PROGRAMS": str(Settings().programs),
        "XDG_CACHE_HOME": str(_cache().parent),
        "PATH": programs,
        "PYTHONPATH": str(Path(labs.__file__).resolve().parent.parent),
        "NBGRADER_EXECUTION": "autograde",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(_SCRATCH / "ipython"),
        "MPLCONFIGDIR": str(_SCRATCH / "matplotlib"),
        "OPENBLAS_NUM_THREADS": "1",  # its threads would stand in the way of a fork
    }
