# must say: the member is the number of the performance alone
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, f"performance:{sale.performance}")
    return left
