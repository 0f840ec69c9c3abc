# must say: the origin's answer is not returned after a look that failed
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    try:
        raw = cache.get(key)
    except RedisError:
        counts.cache_errors += 1
        counts.misses += 1
        origin(page_id)
        return None
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    answer = origin(page_id)
    with suppress(RedisError):
        cache.set(key, json.dumps(answer))
    return answer
