"""What is said of a program that failed: in its language's words, and in the learner's line."""

import re
import signal
import textwrap
from collections.abc import Mapping
from typing import NamedTuple, NoReturn

from labs.languages import programs
from labs.languages.errors import CompileError, NotWrittenError, ProgramError
from labs.languages.ran import WIDTH, Ran, printed_last

NOT_WRITTEN = "not written yet"
"""What the stub of an answer throws, in every language."""

_FIRST_OF_MANY = "begin with this one: what is said of later lines often comes from it."
_PLACE = re.compile(r"(?P<path>[\w./-]*\w\.\w+)(?::|\(| on line )(?P<line>\d+)")
"""As compilers and traces write it: `quote.go:7:2`, `quote.ts(7,2)`, `quote.php on line 7`; with
the folders before it, or without."""


class Failure(NamedTuple):
    """Why a program failed, as far as it told."""

    what: str = ""
    """The error, such as `TypeError: x is not a function`."""
    trace: str = ""
    """Text that names the place, `/path/to/quote.mjs:12` for example."""


def fail(ran: Ran, failure: Failure, hints: Mapping[str, str]) -> NoReturn:
    """Raise what a failed program's end means, placed in the learner's line if that is known."""
    what = _short(failure.what or _ending(ran.code))
    kind: type[ProgramError] = ProgramError
    if what.endswith(f": {NOT_WRITTEN}"):
        kind = NotWrittenError
    elif what.startswith("syntax error"):  # of a language that compiles as it starts
        kind = CompileError
    name, line = _place(failure.trace) or (ran.program, 0)
    lines = [f"{ran.program} failed: {what}", *_shown(ran.program, name, line)]
    last = ran.stdout if failure.what else ran.stderr or ran.stdout
    told = "\n".join([*lines, *printed_last(last)])
    programs.raise_in(name, line or 1, kind(told, hint(hints, what)))


def refuse(program: str, said: str, whats: re.Pattern[str], hints: Mapping[str, str]) -> NoReturn:
    """Raise what a compiler said of a program: its first complaint, and how many follow."""
    complaints = list(whats.finditer(said))
    first = complaints[0] if complaints else None
    name, line = _place(first[0] if first else said) or (program, 0)
    what = _short(first["what"] if first else " ".join(said.split()) or "no reason is given")
    lines = [f"{program} does not compile: {what}", *_shown(program, name, line)]
    more = len(complaints) - 1
    if more > 0:
        lines.append(f"And {more} more complaint{'s' if more > 1 else ''}.")
    likely = hint(hints, what) or (_FIRST_OF_MANY if more > 0 else "")
    programs.raise_in(name, line or 1, CompileError("\n".join(lines), likely))


def hint(hints: Mapping[str, str], what: str) -> str:
    """What this error means in plain words, if there is more to say; `{}` is what was matched."""
    for pattern, words in hints.items():
        if found := re.search(pattern, what):
            return words.format(*found.groups())
    return ""


def _shown(program: str, name: str, line: int) -> list[str]:
    """The learner's line; nothing if it is not known."""
    source = programs.line(name, line) if line else ""
    if not source:
        return []
    where = f"line {line} of the cell" + ("" if name == program else f" {name}")
    return [f"  {where}: {textwrap.shorten(source, WIDTH, placeholder=' …')}"]


def _place(trace: str) -> tuple[str, int] | None:
    """The first place in a program of the learner's."""
    for place in _PLACE.finditer(trace):
        if name := programs.named(place["path"]):
            return name, int(place["line"])
    return None


def _ending(code: int) -> str:
    if code < 0:
        return f"it was killed by {signal.Signals(-code).name}"
    return f"it stopped with exit code {code}"


def _short(text: str) -> str:
    """Without the folder of the programs, which nobody else's machine has."""
    text = re.sub(r"(?:file://)?/[^\s'\"]*/flytower-(?:programs|built)-[^/]*/", "", text)
    return textwrap.shorten(text, WIDTH, placeholder=" …")
