# must say: the server saw SET: that wipes out
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr(f"left:{performance}") < 0:
        cache.set(f"left:{performance}", 0)
        return False
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
