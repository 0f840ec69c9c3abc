def evenings_at(pages: Collection, venue: str) -> list[tuple[str, str]]:
    steps = [{"$match": {"venue.name": venue}}, {"$sort": {"starts": 1}}, {"$project": {"starts": 1, "title": 1}}]
    return [(row["starts"], row["title"]) for row in pages.aggregate(steps)]


def affordable(pages: Collection, band: str, pence: int) -> list[int]:
    steps = [
        {"$unwind": "$prices"},
        {"$match": {"prices.band": band, "prices.pence": {"$lte": pence}}},
        {"$sort": {"_id": 1}},
    ]
    return [row["_id"] for row in pages.aggregate(steps)]


def seats_left(pages: Collection) -> list[tuple[str, int]]:
    steps = [
        {"$project": {"name": "$venue.name", "free": {"$reduce": {
            "input": "$prices", "initialValue": 0, "in": {"$add": ["$$value", "$$this.free"]}}}}},
        {"$group": {"_id": "$name", "free": {"$sum": "$free"}}},
    ]
    return sorted((row["_id"], row["free"]) for row in pages.aggregate(steps))


def review(reviews: Collection, title: str, by: str, stars: int) -> None:
    entry = {"$each": [{"by": by, "stars": stars}]}
    reviews.find_one_and_update({"_id": title}, {"$push": {"reviews": entry}, "$inc": {"count": 1}}, upsert=True)
