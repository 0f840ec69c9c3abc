"""data/MANIFEST.json: what each dataset holds, and the checksum of each of its tables."""

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from labs.datasets.database import TABLES, csv_of
from labs.settings import ROOT

MANIFEST = ROOT / "data" / "MANIFEST.json"


class Column(BaseModel):
    """A column: its SQL type, its meaning and unit."""

    type: str
    what: str


class Content(BaseModel):
    """A table at one scale."""

    rows: int
    sha256: str


class Table(BaseModel):
    """A table, or a trace as one, and what it holds at each scale."""

    what: str
    columns: dict[str, Column]
    scales: dict[str, Content]


class Dataset(BaseModel):
    """What `call` gives, made from `seed`."""

    what: str
    call: str
    seed: int
    licence: str
    tables: dict[str, Table]


class Manifest(BaseModel):
    """The whole file."""

    checksum: str
    """How `sha256` is computed, in words."""
    datasets: dict[str, Dataset]

    @classmethod
    def read(cls) -> "Manifest":
        return cls.model_validate_json(MANIFEST.read_text("utf-8"))

    def write(self) -> None:
        MANIFEST.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    def core(self, scale: str) -> dict[str, Content]:
        """The expected content of each table of `core`."""
        tables = self.datasets["core"].tables
        return {name: tables[name].scales[scale] for name in TABLES}


def contents_of(path: Path) -> dict[str, Content]:
    """What the SQLite file at `path` holds in each table of `core`."""
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return {table: content(csv_of(db, table)) for table in TABLES}
    finally:
        db.close()


def content(csv: Iterable[bytes]) -> Content:
    """Rows and checksum of a table that comes as pieces of CSV with a header."""
    digest, lines = hashlib.sha256(), 0
    for piece in csv:
        digest.update(piece)
        lines += piece.count(b"\n")
    return Content(rows=lines - 1, sha256=digest.hexdigest())
