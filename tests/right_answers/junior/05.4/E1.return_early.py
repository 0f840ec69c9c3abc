def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    try:
        raw = cache.get(key)
    except RedisError:
        counts.cache_errors += 1
        counts.misses += 1
        return origin(page_id)
    if raw:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    answer = origin(page_id)
    try:
        cache.set(key, json.dumps(answer))
    except RedisError:
        counts.cache_errors += 1
    return answer
