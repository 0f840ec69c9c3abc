# must say: another error than the origin's came out
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    raw, works = None, True
    try:
        raw = cache.get(key)
    except RedisError:
        counts.cache_errors += 1
        works = False
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    try:
        answer = origin(page_id)
    except Exception as error:
        raise RuntimeError("no page") from error
    if works:
        try:
            cache.set(key, json.dumps(answer))
        except RedisError:
            counts.cache_errors += 1
    return answer
