# must say: no seat was left, and one was taken
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    cache.decr(f"left:{performance}")
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
