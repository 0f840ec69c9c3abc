"""Commands that bring a part to this machine: quiet while they succeed, quoted when they fail."""

import os
import re
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from labs.bootstrap import likely_cause

_LAST_LINES = 40
_CAUSES = (
    (r"No space left", "the disk is full"),
    (
        r"Hash Sum mismatch|checksum mismatch|Checksum validation failed|EINTEGRITY",
        "a download is not what is expected: it broke off, or a proxy or mirror changed it",
    ),
    (
        r"Temporary failure resolving|[Uu]nknown host|no such host|dial tcp|Failed to fetch"
        r"|Could not transfer artifact|in offline mode|module lookup disabled"
        r"|ENOTFOUND|EAI_AGAIN|ENOTCACHED",
        "where it fetches from was not reached: no network, or a proxy or mirror that it does not "
        "know",
    ),
)


class InstallError(RuntimeError):
    """A part cannot be brought; the message says why, and what to do."""


def run(
    command: Sequence[str | Path],
    follow: Callable[[str], bool] = lambda _: False,
    *,
    said: str = "",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run it to its end, with `env` beside this process's variables; what it printed last.

    `follow` sees each line, and says whether it has taken it for itself. Raises InstallError if it
    fails, with what it printed, after what others had `said` that may explain it.
    """
    words = list(map(str, command))
    printed: deque[str] = deque(maxlen=_LAST_LINES)
    try:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
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
            f"Likely cause: {cause(output)}.\n"
            "What to do: repair that, then run the same command again."
        )
    return output


def cause(output: str) -> str:
    """The cause, in words, of which a failed command's output shows a sign."""
    for sign, words in _CAUSES:
        if re.search(sign, output):
            return words
    return likely_cause(output)
