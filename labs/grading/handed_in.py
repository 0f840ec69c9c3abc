"""What somebody handed in, read with care.

The grader reads it outside of every sandbox, and a stranger made it: a link may lead to another's
work, a pipe is waited for without end, a file may be larger than the memory.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

MOST_FILES = 10_000


class _LeftOutError(ValueError):
    """A file that is not read; the message says why."""


@dataclass
class HandedIn:
    """The content of a submission's folder."""

    notebooks: dict[str, bytes] = field(default_factory=dict)
    """By file name."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What lies beside the notebooks, by relative path."""
    said: list[str] = field(default_factory=list)
    """What was left out and why, in sentences."""


def read(folder: Path, ignored: Sequence[str], *, largest: int, in_all: int) -> HandedIn:
    """Read what was handed in, but for names that match one of `ignored`; sizes in bytes."""
    found = HandedIn()
    left = in_all
    for number, path in enumerate(_paths(folder, ignored)):
        name = str(path.relative_to(folder))
        if number == MOST_FILES:
            found.said.append(f"More than {MOST_FILES:,} files: the others were left out.")
            break
        try:
            content = _content(path, folder, min(largest, left))
        except _LeftOutError as error:
            found.said.append(f"{name!r} {error}; it was left out.")
            continue
        left -= len(content)
        if path.suffix != ".ipynb":
            found.files[name] = content
        elif path.parent == folder:
            found.notebooks[name] = content
    return found


def _paths(folder: Path, ignored: Sequence[str]) -> Iterator[Path]:
    """All that is no plain folder, in order."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        unread = [name for name in folders if name.endswith(".ipynb") and name not in links]
        folders[:] = sorted(
            name for name in folders if not _matches(name, ignored) and name not in unread
        )
        for name in sorted([*names, *links, *unread]):
            if not _matches(name, ignored):
                yield Path(place, name)


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _content(path: Path, folder: Path, largest: int) -> bytes:
    """The bytes of a plain file.

    Raises:
        _LeftOutError: it is none, lies elsewhere, is too large or cannot be read.
    """
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            raise _LeftOutError("is a link that leads out of the submission")
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with open(handle, "rb") as file:  # noqa: PTH123 - a descriptor
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise _LeftOutError("is no plain file")
            content = file.read(largest + 1) if about.st_size <= largest else None
    except IsADirectoryError:
        raise _LeftOutError("is no plain file") from None
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError
        raise _LeftOutError(f"cannot be read ({error.__class__.__name__})") from error
    if content is None or len(content) > largest:
        raise _LeftOutError("is larger than the course's configuration allows")
    return content
