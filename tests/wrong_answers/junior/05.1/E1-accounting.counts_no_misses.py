# must say: one of the two ways out of the function counts nothing.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    page = origin(page_id)
    cache.set(key, json.dumps(page))
    return page
