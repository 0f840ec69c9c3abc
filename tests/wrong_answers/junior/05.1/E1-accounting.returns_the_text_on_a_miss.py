# must say: on a miss, return the page itself, not its JSON.
def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    text = json.dumps(origin(page_id))
    cache.set(key, text)
    return text
