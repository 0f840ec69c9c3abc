"""Seeded data: generated once, the same on every machine, verified by checksum.

What there is stands in `data/MANIFEST.json`: rows, columns with their units, licence, checksums.
"""

from labs.datasets.files import DatasetError, core, open_core
from labs.datasets.names import DIDO
from labs.datasets.prices import Change, Event, Read, price_changes
from labs.datasets.reads import PAGES, zipf_reads
from labs.datasets.tiny import write_tiny

__all__ = [
    "DIDO",
    "PAGES",
    "Change",
    "DatasetError",
    "Event",
    "Read",
    "core",
    "open_core",
    "price_changes",
    "write_tiny",
    "zipf_reads",
]
