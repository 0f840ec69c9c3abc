# must say: what GET saw was sold in between
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    key = f"left:{performance}"
    with cache.lock("window"):
        left = int(cache.get(key))
        if left <= 0:
            return False
        cache.decr(key)
        cache.lpush("latest", line)
        cache.ltrim("latest", 0, 49)
        return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
