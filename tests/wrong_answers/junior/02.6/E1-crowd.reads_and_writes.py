# must say: the server saw SET: that wipes out
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    left = int(cache.get(f"left:{performance}"))
    if left == 0:
        return False
    cache.set(f"left:{performance}", left - 1)
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
