"""Python in a process of its own, for what must be started, killed or weighed: the course's own.

Cells run in this Python anyway; a program is what a kernel cannot hold, such as a project of
Django, of which a process has one.
"""

import re
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from labs.bootstrap import SUPPORTED, python_advice
from labs.languages.language import Language
from labs.languages.telling import NOT_WRITTEN, Failure
from labs.parts import Found, MissingPartError

_FRAME = re.compile(r'^ +File "(?P<file>.+)", line (?P<line>\d+)', re.MULTILINE)
_ERROR = re.compile(r"^\S.*", re.MULTILINE)


class Python(Language):
    """The interpreter of the course, with all that is installed beside it."""

    key: ClassVar[str] = "python"
    name = "Python"
    endings: ClassVar[Collection[str]] = ("py",)
    remark: ClassVar[str] = "#"
    stub: ClassVar[str] = "raise NotImplementedError()"  # what nbgrader puts into Python's cells

    @classmethod
    def find(cls) -> Path | None:
        return Path(sys.executable)

    @classmethod
    def version(cls) -> str:
        return ".".join(map(str, sys.version_info[:3]))

    @classmethod
    def look(cls) -> Found:
        """It is here; raises MissingPartError if the course is not made for it."""
        if sys.version_info[:2] not in SUPPORTED:
            told = python_advice(sys.version_info[:3], sys.executable, sys.platform)
            raise MissingPartError(told)
        return super().look()

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        return [sys.executable, program]

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        # Two answers within a second would share a .pyc, which knows a source by its second.
        return {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        frames = list(_FRAME.finditer(stderr))
        error = _ERROR.search(stderr, frames[-1].end()) if frames else None
        if error is None:
            return Failure(trace=stderr), stderr
        what = error[0]
        if what == "NotImplementedError":
            what += f": {NOT_WRITTEN}"
        innermost_first = (f"{frame['file']}:{frame['line']}" for frame in reversed(frames))
        return Failure(what, "\n".join(innermost_first)), stderr
