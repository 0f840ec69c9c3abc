def evenings_at(pages: Collection, venue: str) -> list[tuple[str, str]]:
    together = {"$group": {"_id": None, "all": {"$push": ["$starts", "$title"]}}}
    groups = pages.aggregate([{"$match": {"venue.name": venue}}, {"$sort": {"starts": 1}}, together])
    return [(starts, title) for group in groups for starts, title in group["all"]]


def affordable(pages: Collection, band: str, pence: int) -> list[int]:
    one_entry = {"$elemMatch": {"band": band, "pence": {"$lte": pence}}}
    return sorted(pages.distinct("_id", {"prices": one_entry}))


def seats_left(pages: Collection) -> list[tuple[str, int]]:
    groups = pages.aggregate([
        {"$unwind": "$prices"},
        {"$group": {"_id": "$venue.name", "free": {"$sum": "$prices.free"}}},
        {"$sort": {"_id": 1}},
    ])
    return [(group["_id"], group["free"]) for group in groups]


def review(reviews: Collection, title: str, by: str, stars: int) -> None:
    all_of_them = {"$concatArrays": [{"$ifNull": ["$reviews", []]}, [{"by": by, "stars": stars}]]}
    change = [{"$set": {"reviews": all_of_them}}, {"$set": {"count": {"$size": "$reviews"}}}]
    reviews.update_one({"_id": title}, change, upsert=True)
