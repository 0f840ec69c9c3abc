"""PHP, with what is built into it: json, hash, date, pcre and the like; its own server serves."""

import re
import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from labs.languages import programs
from labs.languages.language import Language
from labs.languages.ran import Ran
from labs.languages.telling import NOT_WRITTEN, Failure
from labs.parts import Debian, Recipe
from labs.parts.debian import libraries
from labs.parts.program import Program, Version
from labs.servers.server import LOOPBACK

_UNPACKED = Debian(
    "php",
    ["php-cli"],
    "usr/bin/php[0-9]*",
    size="5 MB to fetch, 16 MB on disk",
    elsewhere="""\
  sudo apt install php-cli               on Debian and Ubuntu
  brew install php                       on macOS
  conda install -c conda-forge php       in a conda environment""",
)
_OPTIONS = {
    "display_errors": "0",
    "log_errors": "1",
    "error_reporting": "-1",
    "memory_limit": "256M",
    "assert.exception": "1",
    "zend.assertions": "1",
}
"""Errors go to stderr, all of them, once; no php.ini of the user's has a say."""

_THROWN = re.compile(
    r"PHP (?:Fatal|Parse) error: +(?:Uncaught )?(?P<what>.*?)"
    r"(?:, called)? in (?P<place>\S+?(?::| on line )\d+)",
    re.DOTALL,
)


def _places() -> Sequence[Path]:
    """PATH's, and the one that was unpacked."""
    on_path = shutil.which("php")
    return [*([Path(on_path)] if on_path else []), *filter(None, [_UNPACKED.found()])]


_PHP = Program(
    "PHP",
    _places,
    ["-n", "-r", "echo PHP_VERSION;"],
    r"^(\d+\.\d+\.\d+)",
    recipe=_UNPACKED,
    elsewhere=_UNPACKED.elsewhere,
    environment=libraries,
)


class PHP(Language):
    """Programs in PHP; one that serves is asked for each request, from its first line on."""

    key: ClassVar[str] = "php"
    name = "PHP"
    recipe: ClassVar[Recipe] = _UNPACKED
    runtime: ClassVar[Program] = _PHP
    least: ClassVar[Version] = (8, 1)
    endings: ClassVar[Collection[str]] = ("php",)
    remark: ClassVar[str] = "//"
    stub: ClassVar[str] = f'throw new LogicException("{NOT_WRITTEN}");'
    hints: ClassVar[Mapping[str, str]] = {
        r"syntax error, unexpected (.+), expecting (.+)": "here {1} is missing.",
        r"syntax error, unexpected variable|syntax error, unexpected identifier": (
            "what comes before is not finished: a semicolon, perhaps."
        ),
        r"Undefined variable (\S+)": "{} is spelt otherwise, or not set yet.",
        r"undefined function (\S+)": "{} is spelt otherwise, or of an extension that is not here.",
        r"must be of type (\S+), (\S+) given": "{1} stands where {0} is asked for.",
        r"Unsupported operand types: (.+)": "a value of another type than you expect stands there.",
    }

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        return [*cls._php(), program]

    @classmethod
    def serving(cls, program: str, place: Path, port: int) -> Sequence[str | Path]:
        """PHP's server reads a program when it is asked; what is wrong with it is told before."""
        done = subprocess.run(
            [*map(str, cls._php()), "-l", program],
            cwd=place,
            env=cls.variables(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            cls.fail(Ran(program, "", done.stderr, done.returncode))
        return [*cls._php(), "-S", f"{LOOPBACK}:{port}", program]

    @classmethod
    def furnish(cls, folder: Path) -> None:
        """Let each begin with its tag: what stands before that is printed, an empty line, too."""
        for name, source in programs.written().items():
            if name.endswith(".php"):
                tagged = source.replace("\n<?php", "<?php\n", 1)
                (folder / name).write_text(tagged, encoding="utf-8")

    @classmethod
    def _php(cls) -> list[str | Path]:
        settings = [f"--define={name}={value}" for name, value in _OPTIONS.items()]
        return [cls.find() or "php", "-n", *settings]

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        thrown = _THROWN.search(stderr)
        if thrown is None:
            return Failure(trace=stderr), stderr
        return Failure(thrown["what"], stderr[thrown.start("place") :]), stderr
