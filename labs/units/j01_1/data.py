"""The box office's file of sales, as long as one likes."""

import os
from pathlib import Path

from labs.datasets import own_folder
from labs.datasets.chance import Chance
from labs.datasets.names import titles

_SHOWS = 40
_folders: list[Path] = []


def write_sales(lines: int, seed: int) -> Path:
    """A file of so many sales, `title;seats` a line; it goes when this process ends."""
    path = _folder() / f"sales-{lines}-{seed}.csv"
    if path.exists():
        return path
    part = path.with_suffix(f".{os.getpid()}")
    chance = Chance("sales file", seed)
    shows = titles(_SHOWS, "sales file", seed, dido=1)
    with part.open("w", encoding="utf-8") as file:
        for _ in range(lines):
            file.write(f"{shows[chance.below(1 + chance.below(_SHOWS))]};{1 + chance.below(6)}\n")
    part.replace(path)
    return path


def _folder() -> Path:
    if not _folders or not _folders[0].exists():
        _folders[:] = [own_folder("flytower-sales-")]
    return _folders[0]
