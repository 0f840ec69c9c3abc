"""SSLyze, a tool that nobody here wrote, looks at a door on this machine."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 90
"""How long it may take: a few seconds on a machine that is not busy."""

_FINDING = re.compile(r"^ +\* (\w+): (.*)$", re.MULTILINE)


def findings_at(port: int, host: str, ca: str) -> dict[str, str]:
    """What it finds at this door against Mozilla's "intermediate": words, by rule.

    Raises RuntimeError, with its last words, if it has not reached the door.
    """
    with tempfile.TemporaryDirectory(prefix="flytower-stranger-") as folder:
        (Path(folder) / "ca.pem").write_text(ca)
        options = ["--certinfo_ca_file=ca.pem", "--mozilla_config=intermediate", f"--sni={host}"]
        done = subprocess.run(
            [sys.executable, "-m", "sslyze", *options, f"127.0.0.1:{port}"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    return read_report(done.stdout, port)


def read_report(report: str, port: int) -> dict[str, str]:
    """The findings of a report of SSLyze; it ends well on a door that it has not reached, too."""
    _, _, compliance = report.partition("COMPLIANCE AGAINST")
    _, reached, findings = compliance.partition(f"127.0.0.1:{port}: ")
    if not reached:
        raise RuntimeError(f"SSLyze has not looked at port {port}:\n{report[-2_000:]}")
    return {rule: _in_short(words) for rule, words in _FINDING.findall(findings)}


def _in_short(words: str) -> str:
    """The same in one order each time; of a long list, how many."""

    def sorted_set(match: re.Match[str]) -> str:
        members = sorted(re.findall(r"'([^']+)'", match[0]))
        return (
            ", ".join(members) if len(members) < 3 else f"{members[0]} and {len(members) - 1} more"
        )

    return re.sub(r"\{.*\}", sorted_set, words)
