# must say: an ill origin gets twice the load
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    try:
        raw = cache.get(key)
        if raw is not None:
            counts.hits += 1
            return json.loads(raw)
        counts.misses += 1
        answer = origin(page_id)
        cache.set(key, json.dumps(answer))
        return answer
    except Exception:
        counts.cache_errors += 1
        return origin(page_id)
