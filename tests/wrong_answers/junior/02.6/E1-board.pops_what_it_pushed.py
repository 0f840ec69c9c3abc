# must say: what LTRIM cut cannot be put back
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    if cache.decr(f"left:{performance}") < 0:
        cache.incr(f"left:{performance}")
        cache.lpop("latest")
        return False
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
