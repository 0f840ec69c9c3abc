"""What an exercise is judged with: checks, their messages, and counters."""

from labs.judges.checks import CheckFailed, Judge, judging
from labs.judges.counters import CountingOrigin, commands

__all__ = ["CheckFailed", "CountingOrigin", "Judge", "commands", "judging"]
