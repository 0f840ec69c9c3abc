"""Where `core` lies: whole or not at all, whatever happens on the way."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from labs import datasets
from labs.datasets import files
from labs.datasets.season import SEASONS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the data, instead of the checkout's."""
    monkeypatch.setattr(files, "_folders", lambda: [tmp_path / "build", tmp_path / "cache"])
    return tmp_path / "build"


def is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as db:
        return bool(db.execute("SELECT count(*) > 9000 FROM ticket").fetchone()[0])


def test_it_is_made_once(folder: Path) -> None:
    made = datasets.core("tiny")
    before = made.stat().st_mtime_ns, made.stat().st_ino
    assert datasets.core("tiny") == made == folder / "core-tiny.sqlite"
    assert (made.stat().st_mtime_ns, made.stat().st_ino) == before


def test_nothing_half_made_is_left_beside_it(folder: Path) -> None:
    datasets.core("tiny")
    assert not list(folder.glob("*.part*"))


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path: Path) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)


def sell_a_seat(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE ticket SET pence = 1")
        db.commit()


def lose_the_seal(path: Path) -> None:
    path.with_suffix(".sha256").unlink()


@pytest.mark.parametrize("harm", [cut_in_half, flip_a_bit, sell_a_seat, lose_the_seal, Path.unlink])
@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_as_it_was_made_is_made_anew(harm: Callable[[Path], None]) -> None:
    path = datasets.core("tiny")
    inode = path.stat().st_ino
    with path.open("rb"):  # keeps the inode from being given out again
        harm(path)
        assert datasets.core("tiny") == path
        assert is_whole(path)
        assert path.stat().st_ino != inode
    with closing(datasets.open_core("tiny")) as db:
        assert db.execute("SELECT min(pence) > 1 FROM ticket").fetchone() == (1,)


def test_what_a_killed_process_left_is_no_hindrance(folder: Path) -> None:
    folder.mkdir()
    (folder / "core-tiny.part").write_bytes(b"half a file")
    assert is_whole(datasets.core("tiny"))


def test_processes_that_ask_at_once_all_get_the_whole_file(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from labs.datasets import files;"
        "files._folders = lambda: [Path(sys.argv[1])]; print(files.core('tiny'))"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    answers = [racer.communicate(timeout=60)[0].strip() for racer in racers]
    assert answers == [str(folder / "core-tiny.sqlite")] * 3
    assert is_whole(folder / "core-tiny.sqlite")


def test_a_process_that_never_ends_making_it_is_explained(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE_S", 0.1)
    folder.mkdir()
    with (
        FileLock(folder / "core-tiny.lock"),
        pytest.raises(datasets.DatasetError, match="Another process"),
    ):
        datasets.core("tiny")


def test_a_course_that_cannot_be_written_uses_the_cache(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    made = datasets.core("tiny")
    assert made == folder.parent / "cache" / "core-tiny.sqlite"
    assert is_whole(made)


def test_no_place_at_all_is_explained(folder: Path) -> None:
    for place in (folder, folder.parent / "cache"):
        place.write_text("a file where the folder should be")
    with pytest.raises(datasets.DatasetError, match=r"Make one of them writable") as caught:
        datasets.core("tiny")
    assert str(folder) in str(caught.value)


def test_a_full_disk_is_explained_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = folder.parent / "core.sql"
    real = files.build.__globals__["_SCHEMA"].read_text("utf-8")
    schema.write_text(f"PRAGMA max_page_count = 20;\n{real}", "utf-8")
    monkeypatch.setitem(files.build.__globals__, "_SCHEMA", schema)
    with pytest.raises(datasets.DatasetError, match=r"disk is full.* free space"):
        datasets.core("tiny")
    assert not list(folder.glob("*.part*"))
    assert not list(folder.glob("*.sqlite"))


@pytest.mark.usefixtures("folder")
def test_data_that_the_manifest_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SEASONS, "tiny", replace(SEASONS["tiny"], seed=2))
    with pytest.raises(datasets.DatasetError, match=r"in: venue_band, .*ticket"):
        datasets.core("tiny")


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="'tiny' or 'lab'"):
        datasets.core("huge")  # type: ignore[arg-type]


def test_the_twin_is_made_once_and_beside_core(folder: Path) -> None:
    made = datasets.oversold("tiny")
    before = made.stat().st_mtime_ns, made.stat().st_ino
    assert datasets.oversold("tiny") == made == folder / "oversold-tiny.sqlite"
    assert (made.stat().st_mtime_ns, made.stat().st_ino) == before


@pytest.mark.usefixtures("folder")
def test_a_damaged_twin_is_made_anew() -> None:
    path = datasets.oversold("tiny")
    sell_a_seat(path)
    with closing(sqlite3.connect(datasets.oversold("tiny"))) as db:
        assert db.execute("SELECT min(pence) > 1 FROM ticket").fetchone() == (1,)


def test_the_first_spreadsheet_comes_with_the_course(folder: Path) -> None:
    assert datasets.spreadsheet() == files.COMMITTED / "spreadsheet" / "spreadsheet-1.csv"
    assert not folder.exists()


def test_another_spreadsheet_is_made_once_and_again_if_it_was_changed(folder: Path) -> None:
    made = datasets.spreadsheet(2)
    whole, inode = made.read_bytes(), made.stat().st_ino
    assert datasets.spreadsheet(2) == made == folder / "spreadsheet-2.csv"
    assert made.stat().st_ino == inode
    cut_in_half(made)
    assert datasets.spreadsheet(2).read_bytes() == whole
    assert not list(folder.glob("*.part"))


def test_a_spreadsheet_that_cannot_be_written_is_explained(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", no_space)
    with pytest.raises(datasets.DatasetError, match=r"spreadsheet .* free space"):
        datasets.spreadsheet(2)
    assert not list(folder.glob("*.csv"))
