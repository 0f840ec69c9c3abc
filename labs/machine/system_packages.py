"""System packages that no lesson needs, but tests and teachers: installed without asking."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from labs.parts import InstallError, Recipe
from labs.parts.commands import run
from labs.parts.recipe import Verify


@dataclass(frozen=True)
class SystemPackage(Recipe):
    """A program, and the package that brings it on Debian and Ubuntu, as root."""

    programs: Sequence[str]
    """Any one of these will do."""
    package: str
    needs_root: bool = False
    """Of no use to an ordinary user, even where it is installed."""
    systems: Sequence[str] = ("linux", "darwin")
    """Where there is such a program at all, by `sys.platform`."""

    @property
    def says(self) -> str:
        return f"Installing system packages with apt, which needs root or sudo: {self.package} …"

    @property
    def found(self) -> bool:
        """Whether this machine has it, wherever it came from."""
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
        return any(shutil.which(program, path=path) for program in self.programs)

    def bring(self, verify: Verify) -> None:
        """See Recipe; where nobody may install it, the error says who can, and how."""
        line = install_missing([self])
        if line and not self.found:
            raise InstallError(line)


def install_missing(wanted: Sequence[SystemPackage]) -> str:
    """Install what is missing with apt, as root or by a sudo that asks nothing.

    Returns one line to print: what was installed, or what is missing and how to get it; nothing
    if all is there. Raises InstallError if apt fails.
    """
    here = [each for each in wanted if sys.platform in each.systems]
    of_use = [each for each in here if os.geteuid() == 0 or not each.needs_root]
    packages = [each.package for each in of_use if not each.found]
    if not packages:
        return ""
    names = " ".join(packages)
    root = _become_root()
    if root is None or not shutil.which("apt-get"):
        how = f"sudo apt-get install {names}" if shutil.which("apt-get") else "install them"
        return f"This machine lacks {names}, and what needs it is left out: {how}."
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    print(f"Installing {names} …", flush=True)
    run([*apt, "update"])
    run([*apt, "install", "--yes", "--no-install-recommends", *packages])
    return f"Installed {names}."


def _become_root() -> Sequence[str] | None:
    """What to put before a command to run it as root; None if nobody may without a password."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    try:
        allowed = subprocess.run([*sudo, "true"], capture_output=True, check=False)
    except OSError:
        return None
    return sudo if allowed.returncode == 0 else None
