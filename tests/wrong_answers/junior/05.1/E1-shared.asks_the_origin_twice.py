# must say: the origin is asked twice in a miss: keep what it gave you.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    cache.set(key, json.dumps(origin(page_id)))
    return origin(page_id)
