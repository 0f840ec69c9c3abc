# must say: get alone tells both: None means there is no such key.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    if cache.exists(key):
        counts.hits += 1
        return json.loads(cache.get(key))
    counts.misses += 1
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
