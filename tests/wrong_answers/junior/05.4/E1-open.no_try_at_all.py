# must say: RedisError must be caught around cache.get
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    raw = cache.get(key)
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    answer = origin(page_id)
    cache.set(key, json.dumps(answer))
    return answer
