# must say: is one question asked in a loop?
def evenings_at(pages: Collection, venue: str) -> list[tuple[str, str]]:
    found = pages.find({"venue.name": venue}).sort("starts")
    return [(page["starts"], page["title"]) for page in found]


def affordable(pages: Collection, band: str, pence: int) -> list[int]:
    one_entry = {"$elemMatch": {"band": band, "pence": {"$lte": pence}}}
    return [page["_id"] for page in pages.find({"prices": one_entry}).sort("_id")]


def seats_left(pages: Collection) -> list[tuple[str, int]]:
    left = []
    for venue in sorted(pages.distinct("venue.name")):
        found = pages.find({"venue.name": venue})
        left.append((venue, sum(entry["free"] for page in found for entry in page["prices"])))
    return left


def review(reviews: Collection, title: str, by: str, stars: int) -> None:
    change = {"$push": {"reviews": {"by": by, "stars": stars}}, "$inc": {"count": 1}}
    reviews.update_one({"_id": title}, change, upsert=True)
