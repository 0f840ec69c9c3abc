"""The manifest tells the truth about what is generated and what is committed."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from labs import datasets
from labs.datasets.database import TABLES, columns
from labs.datasets.files import COMMITTED
from labs.datasets.manifest import Manifest
from labs.datasets.spreadsheet import COLUMNS


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return Manifest.read()


@pytest.fixture(scope="module")
def generated(
    manifest: Manifest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the files of `tiny`, made anew beside those that are committed."""
    folder = tmp_path_factory.mktemp("generated")
    blank = manifest.model_copy(deep=True)
    for dataset in blank.datasets.values():
        for table in dataset.tables.values():
            table.scales.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("labs.datasets.manifest.MANIFEST", folder / "MANIFEST.json")
        blank.write()
        datasets.write_tiny(folder / "tiny")
        yield Manifest.read(), folder / "tiny"


def test_every_dataset_generated_anew_is_what_the_manifest_says(
    generated: tuple[Manifest, Path], manifest: Manifest
) -> None:
    assert generated[0] == manifest


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_committed_files_are_what_is_generated(generated: tuple[Manifest, Path]) -> None:
    assert files_of(generated[1]) == files_of(COMMITTED)


def test_each_scale_of_each_table_has_a_checksum(manifest: Manifest) -> None:
    for dataset in manifest.datasets.values():
        for table in dataset.tables.values():
            assert set(table.scales) == {"tiny", "lab"}


def test_the_committed_files_are_small() -> None:
    assert sum(map(len, files_of(COMMITTED).values())) < 1_500_000


@pytest.mark.parametrize("table", TABLES)
def test_anybody_can_check_a_committed_file_with_sha256sum(table: str, manifest: Manifest) -> None:
    committed = (COMMITTED / "core" / f"{table}.csv").read_bytes()
    assert hashlib.sha256(committed).hexdigest() == manifest.contents("core", "tiny")[table].sha256


def test_the_committed_spreadsheet_can_be_checked_with_sha256sum(manifest: Manifest) -> None:
    committed = (COMMITTED / "spreadsheet" / "spreadsheet-1.csv").read_bytes()
    expected = manifest.contents("spreadsheet", "tiny")["lines"].sha256
    assert hashlib.sha256(committed).hexdigest() == expected


def described(manifest: Manifest, dataset: str) -> dict[str, dict[str, str]]:
    return {
        name: {column: about.type for column, about in table.columns.items()}
        for name, table in manifest.datasets[dataset].tables.items()
    }


def test_every_column_of_core_is_described_with_its_type(manifest: Manifest) -> None:
    with closing(datasets.open_core("tiny")) as db:
        real = {table: columns(db, table) for table in TABLES}
    assert described(manifest, "core") == real
    assert described(manifest, "sample") == real
    assert described(manifest, "oversold").items() <= real.items()


def test_every_column_of_the_spreadsheet_is_described(manifest: Manifest) -> None:
    assert tuple(described(manifest, "spreadsheet")["lines"]) == COLUMNS
