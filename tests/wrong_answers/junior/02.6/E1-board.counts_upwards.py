# must say: one sale takes one seat
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.incr(f"left:{performance}") < 0:
        cache.decr(f"left:{performance}")
        return False
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
