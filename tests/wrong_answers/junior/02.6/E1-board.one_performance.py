# must say: the counter of another performance was changed: left:1851
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr("left:1851") < 0:
        cache.incr("left:1851")
        return False
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
