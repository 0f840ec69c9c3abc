# must say: catch RedisError, and nothing wider
def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    raw, works = None, True
    try:
        raw = cache.get(key)
    except Exception:
        counts.cache_errors += 1
        works = False
    if raw is not None:
        counts.hits += 1
        return json.loads(raw)
    counts.misses += 1
    answer = origin(page_id)
    if works:
        try:
            cache.set(key, json.dumps(answer))
        except Exception:
            counts.cache_errors += 1
    return answer
