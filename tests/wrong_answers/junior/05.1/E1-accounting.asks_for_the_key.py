# must say: this is not what origin(page_id) gave.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    page = origin(key)
    cache.set(key, json.dumps(page))
    return page
