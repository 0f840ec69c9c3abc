# must say: no score has changed: ZINCRBY
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    return left
