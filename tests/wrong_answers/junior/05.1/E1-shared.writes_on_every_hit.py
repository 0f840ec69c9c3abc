# must say: the copy is written again on a hit: write it only on a miss.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        page = json.loads(raw)
    else:
        counts.misses += 1
        page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
