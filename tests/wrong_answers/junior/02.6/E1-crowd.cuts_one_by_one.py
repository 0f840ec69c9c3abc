# must say: the server saw RPOP on latest
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if cache.decr(f"left:{performance}") < 0:
        cache.incr(f"left:{performance}")
        return False
    cache.lpush("latest", line)
    while cache.llen("latest") > 50:
        cache.rpop("latest")
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
