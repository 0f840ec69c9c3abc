def sell_one(cache: Redis, performance: int, line: str) -> bool:
    key = f"left:{performance}"
    with cache.lock("window", sleep=0.002):
        if cache.decr(key) < 0:
            cache.incr(key)
            return False
        cache.lpush("latest", line)
        cache.ltrim("latest", 0, 49)
        return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
