# must say: the place in the list was asked, not the band
def evenings_at(pages: Collection, venue: str) -> list[tuple[str, str]]:
    found = pages.find({"venue.name": venue}).sort("starts")
    return [(page["starts"], page["title"]) for page in found]


def affordable(pages: Collection, band: str, pence: int) -> list[int]:
    place = "ABC".index(band)
    found = pages.find({f"prices.{place}.pence": {"$lte": pence}})
    return [page["_id"] for page in found.sort("_id")]


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
