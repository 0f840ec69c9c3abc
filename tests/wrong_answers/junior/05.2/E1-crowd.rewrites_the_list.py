# must say: LRANGE: what was read may be old
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    lines = [sale.line, *cache.lrange("latest", 0, 48)]
    cache.delete("latest")
    cache.rpush("latest", *lines)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
