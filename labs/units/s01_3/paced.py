"""Java in which another thread comes in between two steps, however fast or busy the machine.

Two steps of an AtomicInteger are nanoseconds apart, and a race between them may take minutes to
show. Here each of its steps keeps the pace that programs/Pace.java sets.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from labs.languages import Java
from labs.languages.compiling import Compiled

_ITS_OWN = Path(__file__).with_name("AtomicInteger.java")
_NAME = r"java\.util\.concurrent\.atomic\.AtomicInteger"


class PacedJava(Java):
    """The same programs, with an AtomicInteger that keeps the pace."""

    @classmethod
    def can_run(cls, source: str) -> bool:
        """Not as it stands: what runs is made of it by `paced`, for Java to compile."""
        return False

    @classmethod
    def compiled(cls, program: str, kernel: Mapping[str, str]) -> Compiled:
        return Java.compiled(program, paced(kernel))


def paced(kernel: Mapping[str, str]) -> dict[str, str]:
    """The programs of a kernel, each AtomicInteger that of their own package; lines stay where
    they are."""
    made = {
        name: re.sub(_NAME, "AtomicInteger", re.sub(rf"import\s+{_NAME}\s*;", "", source))
        for name, source in kernel.items()
        if name.endswith(".java")
    }
    return made | {_ITS_OWN.name: _ITS_OWN.read_text(encoding="utf-8")}
