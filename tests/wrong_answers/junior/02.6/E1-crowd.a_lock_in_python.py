# must say: was sold in between
from threading import Lock

window = Lock()


def sell_one(cache: Redis, performance: int, line: str) -> bool:
    with window:
        if int(cache.get(f"left:{performance}")) < 1:
            return False
        cache.decr(f"left:{performance}")
        cache.lpush("latest", line)
        cache.ltrim("latest", 0, 49)
        return True


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
