SCRIPT = """
if tonumber(redis.call('GET', KEYS[1])) < 1 then return 0 end
redis.call('DECR', KEYS[1])
redis.call('LPUSH', KEYS[2], ARGV[1])
redis.call('LTRIM', KEYS[2], 0, 49)
return 1
"""


def sell_one(cache: Redis, performance: int, line: str) -> bool:
    return bool(cache.eval(SCRIPT, 2, f"left:{performance}", "latest", line))


def latest(cache: Redis, count: int) -> list[str]:
    return list(cache.lrange("latest", 0, count - 1))
