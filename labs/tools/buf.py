"""Buf: reads .proto files, and says what breaks for those who have the older one."""

import sysconfig
from pathlib import Path
from typing import ClassVar

from labs.parts import Wheel
from labs.parts.wheel import LOCKS
from labs.servers.server import on_path
from labs.tools.tool import Tool


class Buf(Tool):
    """`Buf.run("breaking", new, "--against", old, "--error-format=json")`: 100 if it breaks."""

    key: ClassVar[str] = "buf-bin"
    name = "Buf"
    recipe: ClassVar[Wheel] = Wheel(LOCKS / "buf-bin.lock")

    @classmethod
    def find(cls) -> Path | None:
        """The one of this Python's packages first, which is the one that the lock names."""
        here = Path(sysconfig.get_path("scripts")) / "buf"
        return here if here.exists() else on_path("buf")

    @classmethod
    def version(cls) -> str:
        """Such as `1.75.0`."""
        return cls.run("--version").stdout.strip()
