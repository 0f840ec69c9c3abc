"""Where `core` lies: made on first use, whole or not at all, checked at every use."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from labs.datasets.database import build
from labs.datasets.manifest import Content, Manifest, contents_of
from labs.datasets.season import Scale
from labs.settings import ROOT

_PATIENCE_S = 60


class DatasetError(RuntimeError):
    """A dataset could not be made; the message says why, and what to do."""


def core(scale: Scale = "lab") -> Path:
    """The box office of a season as a SQLite file: 24 venues, 240 shows, 2,400 performances.

    At `lab` about 250,000 tickets are sold (8 MB, made in about 2 s the first time), at `tiny`
    about 10,000. The file is shared by all lessons: read it, and copy it before you change it
    (a changed file is made anew at the next call). Safe when processes ask at the same time.
    Raises DatasetError if the file cannot be made, ValueError if there is no such scale.
    """
    if scale not in ("tiny", "lab"):
        raise ValueError(f"There is no scale {scale!r}: choose 'tiny' or 'lab'.")
    expected = Manifest.read().core(scale)
    name = f"core-{scale}.sqlite"
    for folder in _folders():
        if _intact(folder / name, expected):
            return folder / name
    path = _writable_folder() / name
    with _only_one(path):
        if not _intact(path, expected):
            _make(path, scale, expected)
    return path


def open_core(scale: Scale = "lab") -> sqlite3.Connection:
    """A read-only connection to `core(scale)`; raises what `core` raises."""
    return sqlite3.connect(f"{core(scale).as_uri()}?mode=ro", uri=True)


def _folders() -> list[Path]:
    """Beside the course; or, where the course is read-only, in the user's cache."""
    return [ROOT / "data" / "build", platformdirs.user_cache_path("flytower-labs")]


def _writable_folder() -> Path:
    reasons = []
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            reasons.append(f"  {folder}: {error.strerror}")
        else:
            return folder
    raise DatasetError(
        "The course's data cannot be written, since no folder for it takes a file:\n"
        + "\n".join(reasons)
        + "\nMake one of them writable, or free space there, and run this again."
    )


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    lock = FileLock(path.with_suffix(".lock"), timeout=_PATIENCE_S)
    try:
        with lock:
            yield
    except Timeout:
        raise DatasetError(
            f"Another process has been making {path} for {_PATIENCE_S} s. "
            "End it, or wait for it, and run this again."
        ) from None


def _make(path: Path, scale: Scale, expected: dict[str, Content]) -> None:
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)  # of a process that was killed here
        build(part, scale)
        if (found := contents_of(part)) != expected:
            wrong = ", ".join(table for table in expected if found[table] != expected[table])
            raise DatasetError(
                f"The new dataset core ({scale}) is not what data/MANIFEST.json says, in: {wrong}. "
                "If you changed labs/datasets on purpose, run `python -m labs.datasets`; "
                "if not, restore labs/datasets and data/ from git."
            )
        seal = _seal(part, expected)
        part.replace(path)
        _seal_file(path).write_text(seal, encoding="utf-8")
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise DatasetError(
            f"The dataset core ({scale}) could not be written to {path.parent}: {error}. "
            "It needs 20 MB there: free space, and run this again."
        ) from error


def _intact(path: Path, expected: dict[str, Content]) -> bool:
    """Is this the file that was made, from the data that the manifest describes today?"""
    try:
        return _seal_file(path).read_text("utf-8") == _seal(path, expected)
    except (OSError, UnicodeDecodeError):
        return False


def _seal_file(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _seal(path: Path, expected: dict[str, Content]) -> str:
    """One checksum over the file's bytes and what it should hold.

    The bytes alone cannot stand in the manifest: they depend on the version of SQLite.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    for table, wanted in expected.items():
        digest.update(f"{table} {wanted.sha256}\n".encode())
    return digest.hexdigest() + "\n"
