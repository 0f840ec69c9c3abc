"""How the course's tests are run: all at once, or those of one unit."""

import os
import subprocess
import sys

from labs.course.units import Unit
from labs.proof.runs import CELL_SECONDS
from labs.settings import ROOT

STOCK, CONTAINER = "tests/gates/test_nbgrader.py", "tests/gates/test_7_container.py"
"""Minutes for a unit; the course's own judge and servers stand for them in the author's loop."""


def run(*arguments: str) -> int:
    """Run pytest with these arguments, on two workers and with nbval; its exit code."""
    pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile"]
    options = ["--no-loadscope-reorder", "--nbval", f"--nbval-cell-timeout={CELL_SECONDS}"]
    environment = os.environ | {"LABS_TEST": "1"}
    return subprocess.run(
        [*pytest, *options, *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def proof_of(unit: Unit) -> list[str]:
    """The arguments for all that proves one unit, but for stock nbgrader and containers."""
    ignored = [f"--ignore={file}" for file in (STOCK, CONTAINER)]
    return [str(unit.path), "tests/gates", "--prove", f"--unit={unit.name}", *ignored]
