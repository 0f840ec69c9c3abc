"""What tsc says of programs, line by line."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from labs.languages import TypeScript, programs

_COMPLAINT = re.compile(
    r"^(?P<file>[\w.-]+)\((?P<line>\d+),\d+\): error (?P<code>TS\d+): (?P<text>.*)", re.MULTILINE
)


class Complaint(NamedTuple):
    """One error of tsc; the line is counted as in the program's cell."""

    file: str
    line: int
    code: str
    text: str
    source: str
    """The line itself."""


def complaints(program: str, given: Mapping[str, str] | None = None) -> list[Complaint]:
    """What `tsc --strict` says of this program and all that it imports.

    `given` are other sources by name, which stand in for those of the cells. Raises LanguageError
    as `TypeScript.check` does.
    """
    TypeScript.check()
    folder, said = TypeScript.compiled(program, {**programs.written(), **(given or {})})
    return [_complaint(folder, found) for found in _COMPLAINT.finditer(said)]


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The program of this name with some words replaced, to be given to `complaints`.

    Raises ValueError if it has not these words.
    """
    source = programs.written()[name]
    if old not in source:
        raise ValueError(f"{name} has no {old!r}: take the words as they stand in its cell.")
    return {name: source.replace(old, new)}


def _complaint(folder: Path, found: re.Match[str]) -> Complaint:
    number = int(found["line"])
    lines = (folder / found["file"]).read_text(encoding="utf-8").splitlines()
    source = lines[number - 1].strip()
    return Complaint(found["file"], number, found["code"], found["text"], source)
