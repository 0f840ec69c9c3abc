"""Java in which another thread comes in between two steps, however fast or busy the machine.

Two steps of an AtomicInteger are nanoseconds apart, and a race between them may take minutes to
show. Here each of its steps keeps the pace that programs/Pace.java sets.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from labs.languages import Java
from labs.languages.compiling import Draft

_ITS_OWN = Path(__file__).with_name("AtomicInteger.java")
_NAME = r"java\.util\.concurrent\.atomic\.AtomicInteger"


class PacedJava(Java):
    """The same programs, with an AtomicInteger that keeps the pace."""

    @classmethod
    def compile(cls, drafts: Sequence[Draft]) -> Sequence[str]:
        for draft in drafts:
            for file in draft.folder.glob("*.java"):
                file.write_text(_paced(file.read_text(encoding="utf-8")), encoding="utf-8")
            (draft.folder / _ITS_OWN.name).write_bytes(_ITS_OWN.read_bytes())
        return super().compile(drafts)


def _paced(source: str) -> str:
    """With each AtomicInteger that of the program's own package; lines stay where they are."""
    return re.sub(_NAME, "AtomicInteger", re.sub(rf"import\s+{_NAME}\s*;", "", source))
