def evenings_at(pages: Collection, venue: str) -> list[tuple[str, str]]:
    found = pages.find({"venue.name": {"$eq": venue}}, {"_id": 0, "starts": 1, "title": 1})
    return sorted((page["starts"], page["title"]) for page in found)


def affordable(pages: Collection, band: str, pence: int) -> list[int]:
    query = {"prices": {"$elemMatch": {"pence": {"$lte": pence}, "band": {"$in": [band]}}}}
    return sorted(page["_id"] for page in pages.find(query, {"_id": 1}))


def seats_left(pages: Collection) -> list[tuple[str, int]]:
    groups = pages.aggregate([
        {"$unwind": {"path": "$prices"}},
        {"$group": {"_id": {"name": "$venue.name"}, "seats": {"$sum": "$prices.free"}}},
        {"$sort": {"_id.name": 1}},
    ])
    return [(group["_id"]["name"], group["seats"]) for group in groups]


def review(reviews: Collection, title: str, by: str, stars: int) -> None:
    reviews.update_many(
        {"_id": title}, {"$inc": {"count": 1}, "$push": {"reviews": {"by": by, "stars": stars}}}, True
    )
