def record_sale(cache, sale):
    script = """
    redis.call('LPUSH', 'latest', ARGV[1])
    redis.call('LTRIM', 'latest', 0, 49)
    redis.call('ZINCRBY', 'bestsellers', ARGV[2], ARGV[3])
    return redis.call('DECRBY', KEYS[1], ARGV[2])
    """
    return cache.eval(script, 1, f"left:{sale.performance}", sale.line, sale.seats, sale.performance)
