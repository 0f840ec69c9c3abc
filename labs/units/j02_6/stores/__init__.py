"""One season in three stores, and the counts by which to choose: as tables, documents, keys."""

from labs.units.j02_6.stores.bench import MEASURES, STORES, TRIES, asked, count
from labs.units.j02_6.stores.documents import Documents
from labs.units.j02_6.stores.keys import Keys
from labs.units.j02_6.stores.season import Sale, VenueSeason
from labs.units.j02_6.stores.store import Page, Store
from labs.units.j02_6.stores.tables import Tables

__all__ = [
    "MEASURES",
    "STORES",
    "TRIES",
    "Documents",
    "Keys",
    "Page",
    "Sale",
    "Store",
    "Tables",
    "VenueSeason",
    "asked",
    "count",
]
