"""Where a text is in files, whatever a database says about it."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Trace:
    """One file, and the text in it."""

    size: int
    """In bytes."""
    places: tuple[int, ...]
    """How many bytes stand before it, each time that it is there."""


def traces_of(text: str, *files: Path) -> dict[str, Trace]:
    """By name, of the files that are there."""
    found = {}
    for file in files:
        if file.exists():
            data = file.read_bytes()
            places = tuple(each.start() for each in re.finditer(re.escape(text.encode()), data))
            found[file.name] = Trace(len(data), places)
    return found
