# must say: compare what DECR answers with 0
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    left = cache.decr(f"left:{performance}")
    if left < 0:
        cache.incr(f"left:{performance}")
        return False
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return left


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
