def sell_one(cache: Redis, performance: int, line: str) -> bool:
    key = f"left:{performance}"
    if cache.decrby(key, 1) >= 0:
        cache.pipeline().lpush("latest", line).ltrim("latest", 0, 49).execute()
        return True
    cache.incrby(key)
    return False


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
