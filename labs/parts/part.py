"""A part of the course's machine, declared by its class: what it is, where it is, who brings it."""

import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, NamedTuple

from labs.parts.recipe import Recipe
from labs.parts.wheel import Wheel


class Found(NamedTuple):
    """A part on this machine."""

    where: str
    """The path of a program, or an address."""
    version: str


class MissingPartError(Exception):
    """A part that is not there, or of no use; the text says why, if there is more to say."""


class Part(ABC):
    """Something that the course needs of the machine. It is never made: its class is the part."""

    key: ClassVar[str] = ""
    """How commands call it: `valkey`."""

    name: str
    """As people write it: `Valkey`."""

    recipe: ClassVar[Recipe | None] = None
    """How it is brought; None for what no command brings."""

    driver: ClassVar[Wheel | None] = None
    """What programs speak to it by, where a first start does not bring that."""

    serves: ClassVar[str] = ""
    """What it is there for, beside units."""

    @classmethod
    @abstractmethod
    def find(cls) -> Path | None:
        """The program, or None if this machine has none."""

    @classmethod
    def version(cls) -> str:
        """The version of what `find` finds, if there is one; empty if it does not tell."""
        return ""

    @classmethod  # noqa: B027
    def verify(cls, program: Path) -> None:
        """Try a program that was just brought; raises InstallError if it is of no use here."""

    @classmethod
    def is_here(cls) -> bool:
        """Whether it can be used: the program is there, and its driver."""
        return cls.find() is not None and (cls.driver is None or cls.driver.is_here())

    @classmethod
    def bring(cls, say: Callable[[str], object]) -> None:
        """Bring what is missing of it, telling what is done. Raises InstallError."""
        if cls.driver and not cls.driver.is_here():  # first: the program is tried by it
            say(cls.driver.says)
            cls.driver.bring(cls.verify)
        if cls.recipe and cls.find() is None:
            say(cls.recipe.says)
            cls.recipe.bring(cls.verify)

    @classmethod
    def install(cls) -> str:
        """The one command that brings it."""
        return f"labs install {cls.key}" if cls.recipe else "see README.md"

    @classmethod
    def look(cls) -> Found:
        """Find it as it is now; raises MissingPartError."""
        program = cls.find()
        if program is None or not cls.is_here():
            raise MissingPartError
        try:
            return Found(str(program), cls.version())
        except (OSError, subprocess.CalledProcessError) as error:
            raise MissingPartError(f"{program} does not run: {error}") from error
