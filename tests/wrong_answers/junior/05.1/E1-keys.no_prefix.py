# must say: you read the neighbour's key: put page: in front.
def read_page(page_id, cache, origin, counts):
    raw = cache.get(str(page_id))
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    page = origin(page_id)
    cache.set(str(page_id), json.dumps(page))
    return page
