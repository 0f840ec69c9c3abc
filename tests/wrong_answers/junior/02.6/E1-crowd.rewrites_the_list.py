# must say: the server saw DEL, RPUSH on latest
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr(f"left:{performance}") < 0:
        cache.incr(f"left:{performance}")
        return False
    lines = cache.lrange("latest", 0, 48)
    cache.delete("latest")
    cache.rpush("latest", line, *lines)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
