# must say: hits and misses are the wrong way round.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.misses += 1
        return json.loads(raw)
    counts.hits += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
