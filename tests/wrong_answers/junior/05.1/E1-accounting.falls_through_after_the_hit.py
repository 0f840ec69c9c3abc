# must say: the origin is asked every time: is a copy kept
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
    else:
        counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
