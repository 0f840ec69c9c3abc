from redis import WatchError


def sell_one(cache: Redis, performance: int, line: str) -> bool:
    key = f"left:{performance}"
    with cache.pipeline() as pipe:
        while True:
            try:
                pipe.watch(key)
                left = int(pipe.get(key))
                if left < 1:
                    return False
                pipe.multi()
                pipe.set(key, left - 1)
                pipe.lpush("latest", line)
                pipe.ltrim("latest", 0, 49)
                pipe.execute()
                return True
            except WatchError:
                continue


def latest(cache: Redis, count: int) -> list[str]:
    return cache.lrange("latest", 0, count - 1)
