"""The learner's own copies of the units, in `work/`: written once, never over a learner's work.

A stamp file remembers, for each copy, the source that it came from and everything that was
ever released for it. A file whose cells are among those was not changed by the learner, and
may be replaced; any other file is kept, and the new copy is put beside it.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from filelock import FileLock, Timeout

from labs.course.copy_report import Copy, CopyReport, Outcome
from labs.course.files import UnreadableNotebookError, content_digest, read_json, write_atomic
from labs.course.options import CONFIG
from labs.course.units import Unit, all_units, notebook_text
from labs.settings import ROOT

WORK = ROOT / "work"
_STAMPS = Path(".flytower", "copies.json")
_LOCK_SECONDS = 60


class CopiesBusyError(RuntimeError):
    """Another command is writing copies and does not end."""


class _Stamp(TypedDict):
    source: str
    """Hash of the source file and of what releases it."""
    released: list[str]
    """Digest of each content ever released, the current one last."""


def copy_path(unit: Unit, work: Path = WORK) -> Path:
    """Where the learner's copy of this unit is, or will be."""
    return work / unit.level / unit.area / unit.path.name


def write_copies(work: Path = WORK, root: Path = ROOT) -> CopyReport:
    """Write or update each copy that is missing or older than its source in `root`.

    Raises ReleaseError if a source cannot be released, and CopiesBusyError.
    """
    with _alone(work):
        return CopyReport(_write_all(work, root, work / _STAMPS))


def reset_copy(unit: Unit, work: Path = WORK) -> Path | None:
    """Write a fresh copy of the unit; returns where the old one is now, None if there was none.

    Raises ReleaseError, before anything is touched, if the source cannot be released, and
    CopiesBusyError.
    """
    from labs.course.release import release  # late: it needs nbgrader

    with _alone(work):
        stamps = _read_stamps(work / _STAMPS)
        copy = copy_path(unit, work)
        released = release(unit)
        old = _free_name(copy, "old") if copy.exists() else None
        if old:
            copy.rename(old)
        write_atomic(copy, notebook_text(released))
        content = content_digest(released)
        stamp = stamps.setdefault(copy.relative_to(work).as_posix(), {"source": "", "released": []})
        stamp["source"] = _source_digest(unit.path)
        stamp["released"] = [old for old in stamp["released"] if old != content] + [content]
        write_atomic(work / _STAMPS, json.dumps(stamps, indent=1) + "\n")
        return old


def is_untouched(unit: Unit, work: Path = WORK) -> bool:
    """Whether the copy holds what was released for it, and nothing of the learner's own.

    A copy that is missing or unreadable is no such copy.
    """
    copy = copy_path(unit, work)
    stamp = _read_stamps(work / _STAMPS).get(copy.relative_to(work).as_posix())
    try:
        return stamp is not None and content_digest(read_json(copy)) in stamp["released"]
    except (OSError, UnreadableNotebookError):
        return False


def saved_last(work: Path = WORK, root: Path = ROOT) -> Unit | None:
    """The unit whose copy the learner saved last; None while there is nothing of theirs in any."""
    copies = {unit: copy_path(unit, work) for unit in all_units(root)}
    there = [unit for unit, copy in copies.items() if copy.exists()]
    by_time = sorted(there, key=lambda unit: copies[unit].stat().st_mtime_ns, reverse=True)
    return next((unit for unit in by_time if not is_untouched(unit, work)), None)


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    lock = work / ".flytower" / "copies.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise CopiesBusyError(
            f"Another command has been writing copies for {_LOCK_SECONDS} s ({lock} is locked). "
            "Wait until it ends, or end it, and try again."
        ) from error


def _write_all(work: Path, root: Path, file: Path) -> list[Copy]:
    stamps = _read_stamps(file)
    before = json.dumps(stamps)
    copies = []
    try:
        for source, name in _sources(root):
            copies.append(_write_one(source, _source_digest(source), work, name, stamps))
    finally:
        if json.dumps(stamps) != before:
            write_atomic(file, json.dumps(stamps, indent=1) + "\n")
    return copies


def _source_digest(source: Path) -> str:
    releaser = CONFIG.read_bytes() + version("nbgrader").encode()
    return hashlib.sha256(releaser + source.read_bytes()).hexdigest()


def _sources(root: Path) -> Iterator[tuple[Path, str]]:
    start = root / "notebooks" / "start.ipynb"
    if start.exists():
        yield start, start.name
    for unit in all_units(root):
        yield unit.path, copy_path(unit, Path()).as_posix()


def _write_one(source: Path, digest: str, work: Path, name: str, stamps: dict[str, _Stamp]) -> Copy:
    copy = work / name
    stamp = stamps.setdefault(name, {"source": "", "released": []})
    if stamp["source"] == digest and copy.exists():
        reason = _why_unreadable(copy)
        return Copy(copy, Outcome.UNREADABLE if reason else Outcome.UNCHANGED, name, reason=reason)

    from labs.course.release import release  # late: it needs nbgrader

    released = release(source)
    content = content_digest(released)
    stamp["released"] = [old for old in stamp["released"] if old != content] + [content]
    text = notebook_text(released)
    done = _place(copy, name, text, content, stamp["released"])
    stamp["source"] = digest  # only now: a crash before this line is repaired by the next call
    return done


def _place(copy: Path, name: str, text: str, content: str, released: list[str]) -> Copy:
    if not copy.exists():
        write_atomic(copy, text)
        return Copy(copy, Outcome.WRITTEN, name)
    try:
        own = content_digest(read_json(copy))
    except UnreadableNotebookError as error:
        beside = _put_beside(copy, text, released)
        return Copy(copy, Outcome.UNREADABLE, name, beside.name, str(error))
    if own == content:
        return Copy(copy, Outcome.UNCHANGED, name)
    if own in released:
        write_atomic(copy, text)
        return Copy(copy, Outcome.UPDATED, name)
    return Copy(copy, Outcome.KEPT, name, _put_beside(copy, text, released).name)


def _put_beside(copy: Path, text: str, released: list[str]) -> Path:
    """Write to the first new name that is free, or that the learner has not changed."""
    number = 1
    while True:
        beside = _named(copy, "new", number)
        try:
            free = not beside.exists() or content_digest(read_json(beside)) in released
        except UnreadableNotebookError:
            free = False
        if free:
            write_atomic(beside, text)
            return beside
        number += 1


def _free_name(copy: Path, word: str) -> Path:
    """Beside the copy, with this word and a number in its name; no such file is there."""
    number = 1
    while (name := _named(copy, word, number)).exists():
        number += 1
    return name


def _named(copy: Path, word: str, number: int) -> Path:
    """`02.1-old2-ask.ipynb` for `02.1-ask.ipynb`: JupyterLab cuts long names at their end."""
    first, *rest = copy.stem.split("-", 1)
    return copy.with_stem("-".join([first, f"{word}{number if number > 1 else ''}", *rest]))


def _why_unreadable(copy: Path) -> str:
    try:
        read_json(copy)
    except UnreadableNotebookError as error:
        return str(error)
    return ""


def _read_stamps(file: Path) -> dict[str, _Stamp]:
    """What is remembered; nothing, if the file is missing or broken: then all copies count as
    changed that differ from what is released now, and none is lost."""
    try:
        stamps: dict[str, _Stamp] = json.loads(file.read_bytes())
        return {
            name: {"source": str(stamp["source"]), "released": [*map(str, stamp["released"])]}
            for name, stamp in stamps.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
