def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is None:
        counts.misses += 1
        raw = json.dumps(origin(page_id))
        cache.set(key, raw)
    else:
        counts.hits += 1
    return json.loads(raw)
