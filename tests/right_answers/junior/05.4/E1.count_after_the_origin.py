def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key, failed = f"page:{page_id}", False
    try:
        if (raw := cache.get(key)) is not None:
            counts.hits += 1
            return json.loads(raw)
    except RedisError:
        failed = True
        counts.cache_errors += 1
    answer = origin(page_id)
    counts.misses += 1
    if not failed:
        try:
            with cache.pipeline() as pipe:
                pipe.set(key, json.dumps(answer))
                pipe.execute()
        except RedisError:
            counts.cache_errors += 1
    return answer
