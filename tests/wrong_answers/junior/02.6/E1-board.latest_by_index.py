# must say: one command
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr(f"left:{performance}") < 0:
        cache.incr(f"left:{performance}")
        return False
    cache.lpush("latest", line)
    cache.ltrim("latest", 0, 49)
    return True


def latest(cache: Redis, count: int) -> list[str]:
    lines = [cache.lindex("latest", place) for place in range(count)]
    return [line for line in lines if line is not None]
