# must say: nothing is counted in the counts that were passed in
def read_page(page_id, cache, origin, counts):
    counts = Counts()
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
