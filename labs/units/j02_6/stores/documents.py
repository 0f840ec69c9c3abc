"""The season in documents, in MongoDB's protocol: what is read together lies together."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
from pymongo import WriteConcern
from pymongo.errors import DuplicateKeyError

from labs.servers import MongoDB
from labs.units.j02_6.stores.season import VENUE, Sale, VenueSeason
from labs.units.j02_6.stores.store import Page, Store


class Documents(Store):
    """MongoDB's protocol: mongod, or what speaks like it."""

    kind = MongoDB

    def __init__(self, url: str) -> None:
        # The client looks after the server from time to time: not while we count.
        self.client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            url,
            directConnection=True,
            serverMonitoringMode="poll",
            heartbeatFrequencyMS=600_000,
            serverSelectionTimeoutMS=5_000,
        )
        self.db = self.client.get_default_database()
        journal = WriteConcern(j=True)  # no yes to a sale before the journal has it
        self.sales = self.db.get_collection("sale", write_concern=journal)

    def load(self, season: VenueSeason) -> None:
        for name in ("page", "sale", "basket"):
            self.db[name].delete_many({})
        self.db["page"].insert_many(
            {
                "_id": performance,
                "title": season.title(performance),
                "venue": VENUE,
                "starts": season.starts(performance),
                "prices": season.prices(),
                "reviews": season.reviews(performance),
            }
            for performance in range(1, 1 + season.evenings)
        )
        self.db["sale"].insert_many(map(_document, season.every_sale()))

    def page(self, performance: int) -> Page:
        return self.db["page"].find_one({"_id": performance}, {"_id": False}) or {}

    def rename(self, old: str, new: str) -> int:
        return self.db["page"].update_many({"venue": old}, {"$set": {"venue": new}}).modified_count

    def sell(self, sale: Sale) -> bool:
        try:
            self.sales.insert_one(_document(sale))
        except DuplicateKeyError:
            return False
        return True

    def sold(self) -> int:
        return self.sales.count_documents({})

    def takings(self) -> tuple[dict[str, int], int]:
        group = {"$group": {"_id": "$title", "pence": {"$sum": "$pence"}}}
        found = list(self.sales.aggregate([group]))
        return {one["_id"]: one["pence"] for one in found}, len(found)

    def hold(self, visitor: int, milliseconds: int) -> None:
        ends = datetime.now(UTC) + timedelta(milliseconds=milliseconds)
        self.db["basket"].insert_one({"_id": visitor, "ends": ends})

    def baskets(self) -> int:
        return self.db["basket"].count_documents({})

    def close(self) -> None:
        self.client.close()


def _document(sale: Sale) -> dict[str, object]:
    return {"_id": f"{sale.performance}:{sale.seat}", **sale._asdict()}
