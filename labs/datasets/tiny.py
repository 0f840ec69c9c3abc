"""The author's tool: the committed files of scale `tiny`, and the manifest's checksums."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from labs.datasets.database import build, csv_of
from labs.datasets.files import COMMITTED
from labs.datasets.manifest import Content, Manifest, content, contents_of
from labs.datasets.oversold import oversell
from labs.datasets.partner import partner_feed
from labs.datasets.prices import Read, price_changes
from labs.datasets.quotes import quotes
from labs.datasets.reads import zipf_reads
from labs.datasets.sample import sample
from labs.datasets.season import SEASONS, Scale
from labs.datasets.spreadsheet import make

READS: dict[Scale, int] = {"tiny": 20_000, "lab": 200_000}
LISTINGS: dict[Scale, int] = {"tiny": 500, "lab": 5_000}


def write_tiny(folder: Path = COMMITTED) -> None:
    """Generate every dataset anew, write `tiny` as CSV and all checksums to the manifest."""
    manifest = Manifest.read()

    def tell(dataset: str, scale: Scale, contents: dict[str, Content]) -> None:
        for table, found in contents.items():
            manifest.datasets[dataset].tables[table].scales[scale] = found

    with TemporaryDirectory() as scratch:
        for scale, season in SEASONS.items():
            path, twin = Path(scratch) / f"{scale}.sqlite", Path(scratch) / f"{scale}-twin.sqlite"
            build(path, season)
            oversell(twin, path, season)
            for dataset, file in (("core", path), ("oversold", twin)):
                with closing(sqlite3.connect(file)) as db:
                    tell(dataset, scale, contents_of(db, manifest.datasets[dataset].tables))
        write_csv(Path(scratch) / "tiny.sqlite", manifest.datasets["core"].tables, folder / "core")
    sheet, _ = make(1)
    (folder / "spreadsheet").mkdir(parents=True, exist_ok=True)
    (folder / "spreadsheet" / "spreadsheet-1.csv").write_bytes(sheet)
    for scale in SEASONS:
        with closing(sample()) as db:
            tell("sample", scale, contents_of(db, manifest.datasets["sample"].tables))
        tell("spreadsheet", scale, {"lines": content([sheet])})
        tell("quotes", scale, {"quotes": priced()})
        tell("partner_feed", scale, {"listings": listings(LISTINGS[scale])})
        for name, found in traces(READS[scale]).items():
            tell(name, scale, {"events": found})
    manifest.write()


def write_csv(database: Path, tables: Iterable[str], folder: Path) -> None:
    """Each table as a CSV file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database)) as db:
        for table in tables:
            (folder / f"{table}.csv").write_bytes(b"".join(csv_of(db, table)))


def listings(n: int) -> Content:
    """What the manifest says of a partner's feed of `n` listings."""
    rows = (
        (listing.defect or "", json.dumps(listing.document, ensure_ascii=False))
        for listing in partner_feed(n=n)
    )
    return _content(["defect", "document"], rows)


def priced() -> Content:
    """What the manifest says of carts and their costs."""
    rows = ((json.dumps(quote.cart), quote.tickets, quote.fees, quote.total) for quote in quotes())
    return _content(["cart", "tickets", "fees", "total"], rows)


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
