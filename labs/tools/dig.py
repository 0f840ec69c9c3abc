"""dig: asks a name server, and prints all of what it says."""

from pathlib import Path
from typing import ClassVar

from labs.parts import Debian
from labs.servers.server import on_path
from labs.tools.tool import Tool

_ELSEWHERE = """\
  brew install bind             on macOS
  sudo dnf install bind-utils   on Fedora and its like; any `dig` in PATH will do"""


class Dig(Tool):
    """`Dig.run("@127.0.0.1", "-p", "5353", "www.flytower.test", "A")`."""

    key: ClassVar[str] = "dig"
    name = "dig"
    recipe: ClassVar[Debian] = Debian(
        folder="dig",
        packages=("bind9-dnsutils",),
        program="usr/bin/dig",
        size="3 MB to fetch, 9 MB on disk",
        elsewhere=_ELSEWHERE,
    )

    @classmethod
    def find(cls) -> Path | None:
        return on_path("dig") or cls.recipe.found()

    @classmethod
    def version(cls) -> str:
        """Such as `9.18.49`."""
        words = cls.run("-v").stderr.split()
        return words[1].partition("-")[0] if len(words) > 1 else ""
