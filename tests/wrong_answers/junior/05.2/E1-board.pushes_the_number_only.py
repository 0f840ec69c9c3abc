# must say: the new line is not there: push sale.line
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.number)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
