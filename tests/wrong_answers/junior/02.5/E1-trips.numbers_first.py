# must say: one command is enough
def evenings_at(pages: Collection, venue: str) -> list[tuple[str, str]]:
    names = pages.distinct("_id", {"venue.name": venue})
    found = pages.find({"_id": {"$in": names}}).sort("starts")
    return [(page["starts"], page["title"]) for page in found]


def affordable(pages: Collection, band: str, pence: int) -> list[int]:
    one_entry = {"$elemMatch": {"band": band, "pence": {"$lte": pence}}}
    return [page["_id"] for page in pages.find({"prices": one_entry}).sort("_id")]


def seats_left(pages: Collection) -> list[tuple[str, int]]:
    groups = pages.aggregate([
        {"$unwind": "$prices"},
        {"$group": {"_id": "$venue.name", "free": {"$sum": "$prices.free"}}},
        {"$sort": {"_id": 1}},
    ])
    return [(group["_id"], group["free"]) for group in groups]


def review(reviews: Collection, title: str, by: str, stars: int) -> None:
    change = {"$push": {"reviews": {"by": by, "stars": stars}}, "$inc": {"count": 1}}
    reviews.update_one({"_id": title}, change, upsert=True)
