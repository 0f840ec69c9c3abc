# must say: 51 lines
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr(f"left:{performance}") < 0:
        cache.incr(f"left:{performance}")
        return False
    cache.ltrim("latest", 0, 49)
    cache.lpush("latest", line)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
