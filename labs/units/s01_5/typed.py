"""What tsc says of programs, line by line."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from labs.languages import TypeScript, programs
from labs.languages.compiling import Draft

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

    `given` are other sources by name, which stand in for those of the cells. Raises
    NotWrittenError or LanguageError as `TypeScript.ready` does.
    """
    return complaints_of_all(program, [given or {}])[0]


def complaints_of_all(program: str, givens: Sequence[Mapping[str, str]]) -> list[list[Complaint]]:
    """The same for each of these, at one start of tsc."""
    TypeScript.check()
    with tempfile.TemporaryDirectory(prefix="flytower-types-") as home:
        drafts = [
            _draft(Path(home).resolve() / f"types{number}", program, given)
            for number, given in enumerate(givens)
        ]
        return [
            [_complaint(draft.folder, found) for found in _COMPLAINT.finditer(said)]
            for draft, said in zip(drafts, TypeScript.compile(drafts), strict=True)
        ]


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


def _draft(folder: Path, program: str, given: Mapping[str, str]) -> Draft:
    """All sources are there; tsc reads those that the program imports."""
    folder.mkdir()
    for name, source in {**programs.written(), **given}.items():
        if name.endswith(".ts"):
            (folder / name).write_text(source, encoding="utf-8")
    return Draft(folder, program)
