"""How a part comes to this machine. A later part joins with one line in RECIPES."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labs.bootstrap import likely_cause
from labs.course import system_packages
from labs.course.parts import Part
from labs.course.system_packages import InstallError
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
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    options = ["--quiet", "--no-deps", "--require-hashes", "--requirement", str(LOCK)]
    done = subprocess.run(
        [*pip, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise InstallError(
            f"{done.stdout.rstrip()}\npip failed (exit code {done.returncode}).\n"
            f"Likely cause: {likely_cause(done.stdout)}.\nThen run this again."
        )
    return ""


def _packages(*names: str) -> Callable[[], str]:
    wanted = [part for part in system_packages.PARTS if part.package in names]
    return lambda: system_packages.install_missing(wanted)


_LOCKED = "Installing what is missing of requirements.lock into this Python with pip …"
_APT = "Installing system packages with apt, which needs root or sudo: {} …"

RECIPES: Mapping[str, Recipe] = {
    "valkey": Recipe(_LOCKED, _from_lock),
    "services": Recipe(_LOCKED, _from_lock),
    "docker": Recipe(_APT.format("docker.io"), _packages("docker.io")),
    "chromium": Recipe(_APT.format("chromium"), _packages("chromium")),
}
