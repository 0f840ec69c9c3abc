# must say: the value must be json.dumps(page): str(page) is not JSON.
import ast


def read_page(page_id, cache, origin, counts):
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return ast.literal_eval(raw.decode())
    counts.misses += 1
    page = origin(page_id)
    cache.set(key, str(page))
    return page
