# must say: a number that GET reads has in it what others took
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    cache.decr(f"left:{performance}")
    if int(cache.get(f"left:{performance}")) < 0:
        cache.incr(f"left:{performance}")
        return False
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
