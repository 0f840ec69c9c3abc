"""Gate 7: units run on every Python that the set-up takes, in an environment made for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labs.bootstrap import MISLEADING, SUPPORTED, python_version
from labs.settings import Settings
from tests.support.binder import copy_course

OTHERS = [version for version in SUPPORTED if version != sys.version_info[:2]]
UNITS = ("J02.2", "J05.2")
"""One on SQL alone, and one with a server."""

pytestmark = [pytest.mark.prove, pytest.mark.timeout(3_600)]


def find(version: tuple[int, int]) -> Path | None:
    """An interpreter of this version, on PATH or among those of pyenv."""
    major, minor = version
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    on_path = shutil.which(f"python{major}.{minor}")
    among = pyenv.glob(f"versions/{major}.{minor}.*/bin/python")
    candidates = [*([Path(on_path)] if on_path else []), *sorted(among)]
    return next((each for each in candidates if python_version(str(each)) == version), None)


@pytest.mark.parametrize("version", OTHERS, ids=lambda version: ".".join(map(str, version)))
def test_two_units_are_proved_on_another_python(version: tuple[int, int], tmp_path: Path) -> None:
    python = find(version)
    if python is None:
        lacking = f"Python {version[0]}.{version[1]} is neither on PATH nor in pyenv"
        if Settings().require_all:
            pytest.fail(f"No unit was run: {lacking}.")
        pytest.skip(f"No unit was run: {lacking}.")
    copy_course(tmp_path)
    run(tmp_path, python, "labs/bootstrap.py", "test", "cluster")
    made = tmp_path / ".venv" / "bin"
    assert python_version(str(made / "python")) == version
    for unit in UNITS:
        run(tmp_path, made / "labs", "test", unit)


def run(folder: Path, program: Path, *arguments: str) -> None:
    """Run it there; the test fails, with what it printed last, if it does."""
    ours = (*MISLEADING, "VIRTUAL_ENV", "PYTEST_XDIST_WORKER")
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name not in ours},
            "LABS_PROGRAMS": str(Settings().programs),  # there already: nothing is fetched
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:]
