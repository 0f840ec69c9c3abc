# must say: 51 lines are kept: LTRIM comes after LPUSH
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.ltrim("latest", 0, 49)
    cache.lpush("latest", sale.line)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
