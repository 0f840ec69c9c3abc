# must say: another page's copy
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id % 10}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
