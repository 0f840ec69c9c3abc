# must say: the newest belongs in front: LPUSH, not RPUSH.
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.rpush("latest", sale.line)
    cache.ltrim("latest", -50, -1)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
