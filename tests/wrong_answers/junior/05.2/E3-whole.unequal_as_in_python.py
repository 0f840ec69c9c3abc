# must say: ~= for unequal
def sell(cache, sale):
    script = """
    if redis.call('HEXISTS', KEYS[2], ARGV[2]) != 0 then return 1 end
    local left = tonumber(redis.call('GET', KEYS[1]) or '0')
    if left < tonumber(ARGV[1]) then return 0 end
    redis.call('DECRBY', KEYS[1], ARGV[1])
    redis.call('HSET', KEYS[2], ARGV[2], ARGV[1])
    return 1
    """
    keys = f"left:{sale.performance}", f"sold:{sale.performance}"
    return cache.eval(script, 2, *keys, sale.seats, sale.number) == 1
