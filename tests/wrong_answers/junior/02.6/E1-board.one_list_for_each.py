# must say: there is a key that does not belong: latest:
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr(f"left:{performance}") < 0:
        cache.incr(f"left:{performance}")
        return False
    cache.lpush(f"latest:{performance}", line)
    cache.ltrim(f"latest:{performance}", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
