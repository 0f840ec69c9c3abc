# must say: no answer came: a script's `return` without a value
def sell(cache, sale):
    script = """
    if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then return true end
    local left = tonumber(redis.call('GET', KEYS[1]) or '0')
    if left < tonumber(ARGV[1]) then return false end
    redis.call('DECRBY', KEYS[1], ARGV[1])
    redis.call('HSET', KEYS[2], ARGV[2], ARGV[1])
    return true
    """
    keys = f"left:{sale.performance}", f"sold:{sale.performance}"
    sold = cache.eval(script, 2, *keys, sale.seats, sale.number)
    return sold and sold == 1
