# must say: LTRIM keeps the range from 0
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 1, 50)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
