# must say: too many: LTRIM after every LPUSH.
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
