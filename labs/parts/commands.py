"""Commands that bring a part to this machine: quiet while they succeed, quoted when they fail."""

import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from labs.bootstrap import likely_cause

_LAST_LINES = 40


class InstallError(RuntimeError):
    """A part cannot be brought; the message says why, and what to do."""


def run(
    command: Sequence[str | Path],
    follow: Callable[[str], bool] = lambda _: False,
    said: str = "",
) -> str:
    """Run it to its end; returns what it printed last.

    `follow` sees each line, and says whether it has taken it for itself. Raises InstallError if it
    fails, with what it printed, after what others had `said` that may explain it.
    """
    words = list(map(str, command))
    printed: deque[str] = deque(maxlen=_LAST_LINES)
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise InstallError(f"`{words[0]}` cannot be run: {error.strerror}.") from None
    with process:
        try:
            for line in process.stdout or ():
                if not follow(line):
                    printed.append(line)
        except BaseException:  # an interrupt, too
            process.terminate()
            raise
    output = "".join(printed)
    if process.returncode:
        output = said + output
        raise InstallError(
            f"{output.rstrip()}\n`{' '.join(words)}` failed (exit code {process.returncode}).\n"
            f"Likely cause: {likely_cause(output)}.\n"
            "What to do: repair that, then run the same command again."
        )
    return output
