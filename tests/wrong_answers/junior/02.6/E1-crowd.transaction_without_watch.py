# must say: between that look and the sale others sold
def sell_one(cache: Redis, performance: int, line: str) -> bool:
    if int(cache.get(f"left:{performance}")) <= 0:
        return False
    pipe = cache.pipeline()
    pipe.decr(f"left:{performance}")
    pipe.lpush("latest", line)
    pipe.ltrim("latest", 0, 49)
    pipe.execute()
    return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
