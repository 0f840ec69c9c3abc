"""Ruby, with its standard library and WEBrick, which serves HTTP."""

import os
import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from labs.languages.language import Language
from labs.languages.telling import NOT_WRITTEN, Failure
from labs.parts import Debian, Recipe
from labs.parts.debian import libraries
from labs.parts.program import Program, Version

_UNPACKED = Debian(
    "ruby",
    ["ruby", "ruby-webrick"],
    "usr/bin/ruby",
    size="6 MB to fetch, 33 MB on disk",
    elsewhere="""\
  sudo apt install ruby ruby-webrick                         on Debian and Ubuntu
  brew install ruby && $(brew --prefix ruby)/bin/gem install webrick    on macOS
  conda install -c conda-forge ruby && gem install webrick   in a conda environment""",
)
_BREWED = ("/opt/homebrew/opt/ruby/bin/ruby", "/usr/local/opt/ruby/bin/ruby")
"""Homebrew keeps its own off PATH, since macOS has an old one there."""

_THROWN = re.compile(
    r"^\S+?:\d+:in [`'].*?': (?P<what>.*?)(?: \((?P<kind>[A-Z][\w:]*)\))?$", re.MULTILINE
)
_SYNTAX = re.compile(r"^\S+?:\d+: (?P<what>syntax error.*)", re.MULTILINE)


def _places() -> Sequence[Path]:
    """PATH's, Homebrew's, and the one that was unpacked."""
    on_path = shutil.which("ruby")
    return [
        *([Path(on_path)] if on_path else []),
        *map(Path, _BREWED),
        *filter(None, [_UNPACKED.found()]),
    ]


def _unpacked(program: Path) -> Mapping[str, str]:
    """Where an unpacked Ruby finds its libraries; nothing for one that is installed."""
    found = libraries(program)
    if not found:
        return {}
    usr = program.resolve().parent.parent
    own = [folder for pattern in _OWN for folder in sorted(usr.glob(pattern))]
    return {**found, "RUBYLIB": os.pathsep.join(map(str, own)), "RUBYOPT": "--disable=gems"}


_OWN = (
    "lib/ruby/[0-9]*",
    "lib/*-linux-gnu*/ruby/[0-9]*",
    "share/rubygems-integration/all/gems/webrick-*/lib",
)

_RUBY = Program(
    "Ruby with WEBrick",
    _places,
    ["-e", "require 'webrick'; puts RUBY_VERSION"],
    r"^([\d.]+)$",
    recipe=_UNPACKED,
    elsewhere=_UNPACKED.elsewhere,
    environment=_unpacked,
)


class Ruby(Language):
    """Programs in Ruby."""

    key: ClassVar[str] = "ruby"
    name = "Ruby"
    recipe: ClassVar[Recipe] = _UNPACKED
    runtime: ClassVar[Program] = _RUBY
    least: ClassVar[Version] = (3, 0)
    endings: ClassVar[Collection[str]] = ("rb",)
    remark: ClassVar[str] = "#"
    stub: ClassVar[str] = f'raise NotImplementedError, "{NOT_WRITTEN}"'
    hints: ClassVar[Mapping[str, str]] = {
        r"syntax error.*unexpected end-of-input": "an `end` is missing, or a bracket.",
        r"undefined (?:local variable or )?method [`'](\S+?)' for nil": (
            "what {} is asked of is nil: nothing was found, or nothing returned."
        ),
        r"undefined local variable or method [`'](\S+?)'": "{} is spelt otherwise, or not set yet.",
        r"can't be coerced into|no implicit conversion of (\S+) into (\S+)": (
            "a value of one kind stands where another is asked for: convert it first."
        ),
        r"cannot load such file": "only Ruby's own library and WEBrick are here.",
    }

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        return [cls.find() or "ruby", program]

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        if thrown := _THROWN.search(stderr):
            kind = f"{thrown['kind']}: " if thrown["kind"] else ""
            return Failure(kind + thrown["what"], stderr[thrown.start() :]), stderr
        if refused := _SYNTAX.search(stderr):
            return Failure(refused["what"], stderr[refused.start() :]), stderr
        return Failure(trace=stderr), stderr
