def read_page(page_id, cache, origin, counts):
    try:
        page = json.loads(cache["page:" + str(page_id)])
    except KeyError:
        page = origin(page_id)
        cache.set("page:" + str(page_id), json.dumps(page, separators=(",", ":")).encode())
        counts.misses = counts.misses + 1
        return page
    counts.hits = counts.hits + 1
    return page
