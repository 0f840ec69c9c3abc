# must say: the origin is asked every time: is a copy kept, and looked for under the same key?
def read_page(page_id, cache, origin, counts):
    raw = cache.get(f"page:{page_id}")
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    return origin(page_id)
