# must say: count in the object that was passed in.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        Counts.hits += 1
        return json.loads(raw)
    Counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
