"""The author's tool: the committed files of scale `tiny`, and the manifest's checksums."""

import csv
import io
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from labs.datasets.database import TABLES, build, csv_of
from labs.datasets.manifest import Content, Manifest, content, contents_of
from labs.datasets.prices import Read, price_changes
from labs.datasets.reads import zipf_reads
from labs.datasets.season import Scale
from labs.settings import ROOT

TINY = ROOT / "data" / "tiny" / "core"
READS = {"tiny": 20_000, "lab": 200_000}


def write_tiny(folder: Path = TINY) -> None:
    """Generate every dataset anew, write `tiny` as CSV and all checksums to the manifest."""
    manifest = Manifest.read()
    for scale in get_args(Scale):
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / "core.sqlite"
            build(path, scale)
            for table, found in contents_of(path).items():
                manifest.datasets["core"].tables[table].scales[scale] = found
            if scale == "tiny":
                write_csv(path, folder)
    for scale, n in READS.items():
        for name, found in traces(n).items():
            manifest.datasets[name].tables["events"].scales[scale] = found
    manifest.write()


def write_csv(database: Path, folder: Path) -> None:
    """Each table as a CSV file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database)) as db:
        for table in TABLES:
            (folder / f"{table}.csv").write_bytes(b"".join(csv_of(db, table)))


def traces(n: int, seed: int = 5) -> dict[str, Content]:
    """What the manifest says of the traces with `n` reads."""
    changes = (
        (event.at_ms, "read", event.page_id, "")
        if isinstance(event, Read)
        else (event.at_ms, "change", event.page_id, event.pence)
        for event in price_changes(n, seed)
    )
    return {
        "zipf_reads": _content(["page_id"], ([page_id] for page_id in zipf_reads(n, seed))),
        "price_changes": _content(["at_ms", "kind", "page_id", "pence"], changes),
    }


def _content(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Content:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return content([text.getvalue().encode()])
