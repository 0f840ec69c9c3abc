# must say: the copy is kept in the process, or not at all; it belongs in Valkey.
copies = {}


def read_page(page_id, cache, origin, counts):
    key = (cache, page_id)
    if key in copies:
        counts.hits += 1
        return copies[key]
    counts.misses += 1
    page = origin(page_id)
    copies[key] = page
    cache.set(f"page:{page_id}", json.dumps(page))
    return page
