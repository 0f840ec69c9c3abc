# must say: the SET failed after the origin had answered, and the origin was asked again
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    try:
        raw = cache.get(key)
        if raw is not None:
            counts.hits += 1
            return json.loads(raw)
        answer = origin(page_id)
        cache.set(key, json.dumps(answer))
        counts.misses += 1
        return answer
    except RedisError:
        counts.cache_errors += 1
        counts.misses += 1
        return origin(page_id)
