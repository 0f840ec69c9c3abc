"""One season in three stores, and the counts by which to choose: as tables, documents, keys."""

from labs.measure.stores.bench import MEASURES, STORES, TRIES, asked, count
from labs.measure.stores.documents import Documents
from labs.measure.stores.keys import Keys
from labs.measure.stores.season import Sale, Season
from labs.measure.stores.store import Page, Store
from labs.measure.stores.tables import Tables

__all__ = [
    "MEASURES",
    "STORES",
    "TRIES",
    "Documents",
    "Keys",
    "Page",
    "Sale",
    "Season",
    "Store",
    "Tables",
    "asked",
    "count",
]
