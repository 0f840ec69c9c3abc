"""data/MANIFEST.json: what each dataset holds, and the checksum of each of its tables."""

import hashlib
import sqlite3
from collections.abc import Iterable

from pydantic import BaseModel

from labs.datasets.database import csv_of
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

    def contents(self, dataset: str, scale: str) -> dict[str, Content]:
        """The expected content of each table of a dataset."""
        return {name: table.scales[scale] for name, table in self.datasets[dataset].tables.items()}


def contents_of(db: sqlite3.Connection, tables: Iterable[str]) -> dict[str, Content]:
    """What a database holds in these tables."""
    return {table: content(csv_of(db, table)) for table in tables}


def content(csv: Iterable[bytes]) -> Content:
    """Rows and checksum of a table that comes as pieces of CSV with a header."""
    digest, lines = hashlib.sha256(), 0
    for piece in csv:
        digest.update(piece)
        lines += piece.count(b"\n")
    return Content(rows=lines - 1, sha256=digest.hexdigest())
