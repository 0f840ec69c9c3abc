"""Parts that are no server and no language: what tests want of the system."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from labs.machine.bubblewrap import why_no_bubblewrap
from labs.machine.system_packages import SystemPackage
from labs.parts import Found, MissingPartError, Part

_SECONDS = 10


class SystemPart(Part):
    """A program that a system package brings."""

    recipe: ClassVar[SystemPackage]

    @classmethod
    def find(cls) -> Path | None:
        found = next(filter(None, map(shutil.which, cls.recipe.programs)), None)
        return Path(found) if found else None

    @classmethod
    def version(cls) -> str:
        """What looks like a number in what it says of itself."""
        words = _printed(cls.find(), "--version").split()
        return next((word for word in words if word[0].isdigit()), "")


class Docker(SystemPart):
    """An engine for containers."""

    key: ClassVar[str] = "docker"
    name = "Docker engine"
    serves: ClassVar[str] = "optional: servers in containers (compose.yaml)"
    recipe: ClassVar[SystemPackage] = SystemPackage(("dockerd",), "docker.io", needs_root=True)

    @classmethod
    def find(cls) -> Path | None:
        found = shutil.which("docker")  # the engine itself may be on another machine
        return Path(found) if found else None

    @classmethod
    def version(cls) -> str:
        return _printed(cls.find(), "version", "--format", "{{.Server.Version}}")

    @classmethod
    def look(cls) -> Found:
        """Find an engine that answers; raises MissingPartError."""
        found = super().look()
        if not found.version:
            raise MissingPartError(f"{found.where} is here, but no engine answers it: start one.")
        return found


class Chromium(SystemPart):
    """A browser, for the tests of what learners see."""

    key: ClassVar[str] = "chromium"
    name = "Chromium and its driver"
    serves: ClassVar[str] = "tests"
    recipe: ClassVar[SystemPackage] = SystemPackage(
        ("chromium", "chromium-browser", "google-chrome"), "chromium"
    )


class Bubblewrap(SystemPart):
    """The maker of sandboxes."""

    key: ClassVar[str] = "bubblewrap"
    name = "bubblewrap"
    serves: ClassVar[str] = "teachers: `labs grade` shuts submissions in"
    recipe: ClassVar[SystemPackage] = SystemPackage(("bwrap",), "bubblewrap", systems=("linux",))

    @classmethod
    def look(cls) -> Found:
        """Find one that can make a sandbox; raises MissingPartError."""
        if sys.platform == "linux" and cls.find() is None:
            raise MissingPartError
        if why := why_no_bubblewrap():
            raise MissingPartError(why)
        return super().look()


class Zsh(SystemPart):
    """A shell in which learners may call `labs`."""

    key: ClassVar[str] = "zsh"
    name = "zsh"
    serves: ClassVar[str] = "tests"
    recipe: ClassVar[SystemPackage] = SystemPackage(("zsh",), "zsh")


class Fish(SystemPart):
    """Another one, of another grammar."""

    key: ClassVar[str] = "fish"
    name = "fish"
    serves: ClassVar[str] = "tests"
    recipe: ClassVar[SystemPackage] = SystemPackage(("fish",), "fish")


SYSTEM_PARTS: tuple[type[SystemPart], ...] = (Docker, Chromium, Bubblewrap, Zsh, Fish)


def _printed(program: Path | None, *arguments: str) -> str:
    """What it prints; nothing if it fails or takes too long."""
    try:
        done = subprocess.run(
            [program or "", *arguments],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.strip()
