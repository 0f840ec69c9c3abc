KEPT = 50


def record_sale(cache, sale):
    cache.zadd("bestsellers", {sale.performance: sale.seats}, incr=True)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, KEPT - 1)
    return int(cache.incrby(f"left:{sale.performance}", -sale.seats))
