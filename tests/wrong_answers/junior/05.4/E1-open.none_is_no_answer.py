# must say: ask `is not None` about raw, not about the answer
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    raw, works = None, True
    try:
        raw = cache.get(key)
    except RedisError:
        counts.cache_errors += 1
        works = False
    known = json.loads(raw) if raw else None
    if known is not None:
        counts.hits += 1
        return known
    counts.misses += 1
    answer = origin(page_id)
    if works:
        try:
            cache.set(key, json.dumps(answer))
        except RedisError:
            counts.cache_errors += 1
    return answer
