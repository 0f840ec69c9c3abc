# must say: the origin is asked on a hit too: answer from the copy
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
