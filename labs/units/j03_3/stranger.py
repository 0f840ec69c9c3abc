"""Schemathesis, a tool that nobody here wrote, asks an app what its own document promises."""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from starlette.types import ASGIApp

from labs.servers.hosting import hosted

SECONDS = 90
"""How long it may take: two seconds on a machine that is not busy."""

_OPTIONS = ("--phases=coverage", "--seed=1", "--generation-database=none", "--warnings=off")
_OPERATION = re.compile(r"^_+ ([A-Z]+ \S+) _+$", re.MULTILINE)
_RULE = re.compile(r"^- ST\d+ (.+)$", re.MULTILINE)
_CALL = re.compile(r"^ +curl (.+) http://\S+?:\d+(\S+)$", re.MULTILINE)
_CASES = re.compile(r"(\d+) generated")


@dataclass(frozen=True)
class Findings:
    """What it found."""

    cases: int
    """How many requests it made up."""
    found: list[str]
    """Each with the operation, the rule that is broken, and the request that shows it."""


def strangers_findings(app: ASGIApp) -> Findings:
    """Serve the app, and let Schemathesis ask it.

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


def read_findings(report: str) -> Findings:
    """The findings of a report."""
    cases = _CASES.search(report)
    if cases is None:
        raise RuntimeError(f"Schemathesis has asked nothing:\n{report[-2_000:]}")
    _, *parts = _OPERATION.split(report.partition("= SUMMARY =")[0])
    found = []
    for operation, words in zip(parts[::2], parts[1::2], strict=True):
        call = _CALL.search(words)
        rules = ", ".join(sorted(set(_RULE.findall(words))))
        found.append(f"{operation}: {rules}" + (f"\n    {call[1]} {call[2]}" if call else ""))
    return Findings(int(cases[1]), found)
