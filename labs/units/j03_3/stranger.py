"""Schemathesis, a tool that nobody here wrote, asks an app what its own document promises."""

import re
import subprocess
import sys
import tempfile

from starlette.types import ASGIApp

from labs.servers.hosting import hosted

SECONDS = 90
"""How long it may take: two seconds on a machine that is not busy."""

_OPTIONS = ("--phases=coverage", "--seed=1", "--generation-database=none", "--warnings=off")
_OPERATION = re.compile(r"^_+ ([A-Z]+ \S+) _+$", re.MULTILINE)
_RULE = re.compile(r"^- ST\d+ (.+)$", re.MULTILINE)
_CALL = re.compile(r"^ +curl (.+) http://\S+?:\d+(\S+)$", re.MULTILINE)
_CASES = re.compile(r"[1-9]\d* generated")


def strangers_findings(app: ASGIApp) -> list[str]:
    """Serve the app, and let Schemathesis ask it; what it found, as `read_findings` tells it.

    Raises RuntimeError, with its last words, if it has not asked at all.
    """
    with hosted(app) as site, tempfile.TemporaryDirectory(prefix="flytower-stranger-") as folder:
        address = f"{site.url}/openapi.json"
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", address, "--no-color", *_OPTIONS],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    return read_findings(done.stdout)


def read_findings(report: str) -> list[str]:
    """The findings of a report: operation, rule that is broken, and the request that shows it."""
    if _CASES.search(report) is None:
        raise RuntimeError(f"Schemathesis has asked nothing:\n{report[-2_000:]}")
    _, *parts = _OPERATION.split(report.partition("= SUMMARY =")[0])
    found = []
    for operation, words in zip(parts[::2], parts[1::2], strict=True):
        call = _CALL.search(words)
        rules = ", ".join(sorted(set(_RULE.findall(words))))
        found.append(f"{operation}: {rules}" + (f"\n    {call[1]} {call[2]}" if call else ""))
    return found
