"""A program that will do if it is new enough: this system's, or one that a recipe brings."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from labs.parts.commands import InstallError
from labs.parts.recipe import Recipe, Verify

Version = tuple[int, ...]
"""Such as (1, 26, 8); empty for a program that does not run, or does not tell."""


@dataclass(frozen=True)
class Program:
    """How a program is found on this machine, asked for its version, and brought."""

    name: str
    """As people write it: `Java`."""

    places: Callable[[], Sequence[Path]]
    """Where it may be, in the order of preference."""

    asks: Sequence[str]
    """The arguments on which it tells its version."""

    tells: str
    """A regular expression: its first group is the version in what it then prints."""

    recipe: Recipe
    """What brings it where there is none."""

    elsewhere: str
    """What a user can do instead, a line each."""

    environment: Callable[[Path], Mapping[str, str]] = lambda program: {}
    """Variables without which the program does not run."""

    def find(self, least: Version) -> Path | None:
        """The first that is of this version or a later one, or None."""
        here = (place for place in self.places() if place.exists())
        return next((place for place in here if self.version(place) >= least), None)

    def bring(self, least: Version, verify: Verify = lambda program: None) -> Path:
        """The same, by the recipe if need be. Raises InstallError if that is no way here."""
        if program := self.find(least):
            return program
        self.recipe.bring(verify)
        if program := self.find(least):
            return program
        raise InstallError(
            f"{self.lacks(least)}; and none could be brought to this machine.\n"
            f"What to do, whichever suits you:\n{self.elsewhere}"
        )

    def lacks(self, least: Version) -> str:
        """What is needed, and what is here: `JDK 17 or later is needed. Found: none`."""
        versions = {place: self.version(place) for place in self.places() if place.exists()}
        told = [f"{self.name} {dotted(said)} ({place})" for place, said in versions.items() if said]
        needed = f"{self.name} {dotted(least)} or later is needed"
        return f"{needed}. Found: {', '.join(told) or 'none'}"

    def version(self, program: Path) -> Version:
        """What this one says of itself."""
        environment = {**os.environ, **self.environment(program)}
        said = _said((str(program), *self.asks), tuple(environment.items()))
        told = re.search(self.tells, said, re.MULTILINE)
        return tuple(map(int, told[1].split("."))) if told else ()


def dotted(version: Version) -> str:
    """Such as `1.26.8`."""
    return ".".join(map(str, version))


@cache
def _said(command: Sequence[str], environment: Sequence[tuple[str, str]]) -> str:
    """All that it prints; nothing if it fails: macOS has programs that only say they are none."""
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout + done.stderr
