"""Where the files lie: made on first use, whole or not at all, checked at every use."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from labs.datasets.database import build
from labs.datasets.manifest import Content, Manifest, contents_of
from labs.datasets.oversold import oversell
from labs.datasets.season import SEASONS, Scale, Season
from labs.datasets.spreadsheet import SpreadsheetKey, make
from labs.settings import ROOT

COMMITTED = ROOT / "data" / "tiny"
"""What is so small that it comes with the course."""

_PATIENCE_S = 60


class DatasetError(RuntimeError):
    """A dataset could not be made; the message says why, and what to do."""


def core(scale: Scale = "lab") -> Path:
    """The box office of a season as a SQLite file: 24 venues, 240 shows, 2,400 performances.

    At `lab` about 250,000 tickets are sold in 84,000 orders of 20,000 customers (16 MB, made in
    about 4 s the first time), at `tiny` about 10,000 in 3,500 of 1,500. The file is shared by all
    lessons: read it, and copy it before you change it (a changed file is made anew at the next
    call). Safe when processes ask at the same time.
    Raises DatasetError if the file cannot be made, ValueError if there is no such scale.
    """
    season = _season(scale)
    return _kept("core", scale, lambda part: build(part, season))


def open_core(scale: Scale = "lab") -> sqlite3.Connection:
    """A read-only connection to `core(scale)`; raises what `core` raises."""
    return sqlite3.connect(f"{core(scale).as_uri()}?mode=ro", uri=True)


def oversold(scale: Scale = "tiny") -> Path:
    """A twin of `core(scale)` whose table ticket has no key: 14 seats of DIDO are sold twice.

    Each of the 14 has two rows, of two orders of two customers. The new orders have the highest
    ids; each is paid as all others are (INV-2), and `sold` counts both rows of a seat. No other
    seat is sold twice. Kept and raises as `core`.
    """
    season = _season(scale)
    original = core(scale)
    return _kept("oversold", scale, lambda part: oversell(part, original, season))


def spreadsheet(seed: int = 1) -> Path:
    """The founder's spreadsheet as a CSV file: UTF-8, a header, about 2,200 lines of a ticket each.

    What is wrong in it, and what is true, says `spreadsheet_key(seed)`. The file is shared: read
    it, and copy it before you change it. Raises DatasetError if it cannot be written.
    """
    data, _ = make(seed)
    name = f"spreadsheet-{seed}.csv"
    for folder in [COMMITTED / "spreadsheet", *_folders()]:
        if _holds(folder / name, data):
            return folder / name
    path = _writable_folder() / name
    part = path.with_suffix(".part")
    with _only_one(path):
        try:
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _no_room("spreadsheet", path.parent, error) from error
    return path


def spreadsheet_key(seed: int = 1) -> SpreadsheetKey:
    """What is wrong in `spreadsheet(seed)`, and the true values of each of its lines."""
    return make(seed)[1]


def _season(scale: Scale) -> Season:
    if scale not in SEASONS:
        raise ValueError(f"There is no scale {scale!r}: choose 'tiny' or 'lab'.")
    return SEASONS[scale]


def _kept(dataset: str, scale: Scale, write: Callable[[Path], None]) -> Path:
    """A SQLite file that `write` makes unless it is there, as the manifest describes it."""
    expected = Manifest.read().contents(dataset, scale)
    name = f"{dataset}-{scale}.sqlite"
    for folder in _folders():
        if _intact(folder / name, expected):
            return folder / name
    path = _writable_folder() / name
    with _only_one(path):
        if not _intact(path, expected):
            _make(path, f"{dataset} ({scale})", write, expected)
    return path


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


def _make(
    path: Path, title: str, write: Callable[[Path], None], expected: dict[str, Content]
) -> None:
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)  # of a process that was killed here
        write(part)
        with closing(sqlite3.connect(part)) as db:
            found = contents_of(db, expected)
        if found != expected:
            wrong = ", ".join(table for table in expected if found[table] != expected[table])
            raise DatasetError(
                f"The new dataset {title} is not what data/MANIFEST.json says, in: {wrong}. "
                "If you changed labs/datasets on purpose, run `python -m labs.datasets`; "
                "if not, restore labs/datasets and data/ from git."
            )
        seal = _seal(part, expected)
        part.replace(path)
        _seal_file(path).write_text(seal, encoding="utf-8")
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise _no_room(title, path.parent, error) from error


def _no_room(title: str, folder: Path, error: Exception) -> DatasetError:
    return DatasetError(
        f"The dataset {title} could not be written to {folder}: {error}. "
        "It needs up to 40 MB there: free space, and run this again."
    )


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


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
