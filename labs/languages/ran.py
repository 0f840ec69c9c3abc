"""A program that ran to its end, and what it printed."""

import json
from dataclasses import dataclass
from typing import Any

from labs.languages import programs
from labs.languages.errors import ProgramError

WIDTH = 300
_LAST_LINES = 3


@dataclass(frozen=True)
class Ran:
    """A program that ran to its end."""

    program: str
    stdout: str
    stderr: str
    code: int
    """Its exit code."""

    def json(self) -> Any:  # noqa: ANN401
        """What it printed, as JSON; raises ProgramError if it is none."""
        try:
            return json.loads(self.stdout)
        except ValueError as error:
            lines = [f"{self.program} did not print JSON: {error}."]
            lines += printed_last(self.stdout) or ["It printed nothing."]
            programs.raise_in(self.program, 1, ProgramError("\n".join(lines)))


def printed_last(text: str) -> list[str]:
    """The last of what it printed, to be shown under an error."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][-_LAST_LINES:]
    return ["What it printed last:", *(f"    {line[:WIDTH]}" for line in lines)] if lines else []
