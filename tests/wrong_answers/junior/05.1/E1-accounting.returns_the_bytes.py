# must say: json.loads turns the bytes back into a page.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return raw
    counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
