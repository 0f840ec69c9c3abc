"""What all tools share: a class declares `key`, `name`, `recipe`, and how it is found."""

import os
import subprocess
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path

from labs.parts import Part
from labs.parts.debian import libraries
from labs.servers.server import clean_environment

SECONDS = 60


class ToolError(RuntimeError):
    """A tool that is not here, or does not come to an end; the text says what to do."""


class Tool(Part):
    """A program that is run, ends, and is judged by what it prints."""

    @classmethod
    @abstractmethod
    def find(cls) -> Path | None:
        """The program, or None if this machine has none."""

    @classmethod
    def program(cls) -> Path:
        """Where it is; raises ToolError, with the command that brings it, if it is not here."""
        found = cls.find()
        if found is None:
            raise ToolError(
                f"{cls.name} is not on this machine: run `{cls.install()}` in a terminal, then "
                "this again."
            )
        return found

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        """What it needs to be told by variables, beside the usual ones."""
        return {}

    @classmethod
    def run(
        cls, *arguments: str | Path, cwd: Path | None = None, seconds: float = SECONDS
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end, with nothing to read; what it printed, and its exit code.

        Raises ToolError if it is not here, or has not ended after so many seconds.
        """
        program = cls.program()
        variables = {**clean_environment(), **libraries(program), **cls.environment()}
        try:
            return subprocess.run(
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                env=variables,
                cwd=cwd or os.curdir,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ToolError(
                f"{cls.name} had not ended after {seconds:g} s, and was stopped.\n"
                f"What it was asked: {' '.join(map(str, arguments))}"
            ) from None
