def sell(cache, sale):
    run = cache.register_script("""
    local booked = redis.call('HGET', KEYS[2], ARGV[1])
    if booked then return true end
    local left = redis.call('GET', KEYS[1])
    if not left or left - ARGV[2] < 0 then return false end
    redis.call('SET', KEYS[1], left - ARGV[2])
    redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2])
    return true
    """)
    keys = [f"left:{sale.performance}", f"sold:{sale.performance}"]
    return bool(run(keys=keys, args=[sale.number, sale.seats]))
