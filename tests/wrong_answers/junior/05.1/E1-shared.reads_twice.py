# must say: keep what the first get gave you: each get is a round trip.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    if cache.get(key) is not None:
        counts.hits += 1
        return json.loads(cache.get(key))
    counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
