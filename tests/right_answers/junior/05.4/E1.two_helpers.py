FAILED = object()


def attempt(step: Callable[[], object], counts: Counts) -> object:
    try:
        return step()
    except RedisError:
        counts.cache_errors += 1
        return FAILED


def read_open(page_id: int, cache: Redis, origin: Callable[[int], object], counts: Counts) -> object:
    key = f"page:{page_id}"
    raw = attempt(lambda: cache.get(key), counts)
    if raw is FAILED or raw is None:
        counts.misses += 1
        answer = origin(page_id)
        if raw is None:
            attempt(lambda: cache.set(key, json.dumps(answer, separators=(",", ":"))), counts)
        return answer
    counts.hits += 1
    return json.loads(raw)
