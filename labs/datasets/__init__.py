"""Seeded data: generated once, the same on every machine, verified by checksum.

What there is stands in `data/MANIFEST.json`: rows, columns with their units, licence, checksums.
"""

from labs.datasets.files import (
    DatasetError,
    core,
    open_core,
    oversold,
    spreadsheet,
    spreadsheet_key,
)
from labs.datasets.names import DIDO
from labs.datasets.own_folder import own_folder
from labs.datasets.partner import DEFECTS, PRICE_DEFECTS, Listing, partner_feed
from labs.datasets.prices import Change, Event, Read, price_changes
from labs.datasets.quotes import Item, Quote, quotes
from labs.datasets.reads import PAGES, zipf_reads
from labs.datasets.sample import sample
from labs.datasets.season import Scale
from labs.datasets.spreadsheet import DoubleSale, Sale, SpreadsheetKey
from labs.datasets.tiny import write_tiny

__all__ = [
    "DEFECTS",
    "DIDO",
    "PAGES",
    "PRICE_DEFECTS",
    "Change",
    "DatasetError",
    "DoubleSale",
    "Event",
    "Item",
    "Listing",
    "Quote",
    "Read",
    "Sale",
    "Scale",
    "SpreadsheetKey",
    "core",
    "open_core",
    "oversold",
    "own_folder",
    "partner_feed",
    "price_changes",
    "quotes",
    "sample",
    "spreadsheet",
    "spreadsheet_key",
    "write_tiny",
    "zipf_reads",
]
