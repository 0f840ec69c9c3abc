# must say: the look is tried again
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    raw, works = None, False
    for _ in range(3):
        try:
            raw = cache.get(key)
            works = True
            break
        except RedisError:
            pass
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    counts.cache_errors += not works
    answer = origin(page_id)
    if works:
        try:
            cache.set(key, json.dumps(answer))
        except RedisError:
            counts.cache_errors += 1
    return answer
