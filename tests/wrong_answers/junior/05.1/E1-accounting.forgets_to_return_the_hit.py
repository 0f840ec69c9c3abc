# must say: a miss is counted as a hit too: return right after the hit.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
    else:
        counts.misses += 1
        counts.hits += 1
        cache.set(key, json.dumps(origin(page_id)))
    return json.loads(cache.get(key))
